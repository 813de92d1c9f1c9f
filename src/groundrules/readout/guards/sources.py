"""The source tables: no row twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from groundrules.readout.guards.form import Guarded, passed, refused, skipped
from groundrules.readout.loaded import Loaded


def sources(loaded: Sequence[Loaded]) -> Iterator[Guarded]:
    """Yield the guards over the rows of each source."""
    guard = "duplicated-rows"
    for one in loaded:
        if one.duplicates is None:
            yield skipped(guard, f"{one.source}: no metric declares its grain")
        elif one.duplicates:
            yield refused(
                guard,
                f"{one.source}: {one.duplicates:,} rows repeat the key {', '.join(one.grain)}",
                "load each row once; a sum over a repeated row counts it twice",
            )
        else:
            yield passed(guard, f"{one.source}: {', '.join(one.grain)} is there once")
