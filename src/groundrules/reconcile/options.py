"""What a person asks of a reconciliation."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from groundrules.errors import UsageError


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far two numbers may be apart: within either bound is near enough (as `math.isclose`)."""

    absolute: float = 0.0
    relative: float = 0.0
    """As a share of the larger of both, without their signs."""
    written: str = "0"
    """`absolute` as it was written, which decimals are compared with."""

    def __str__(self) -> str:
        said = [f"{self.absolute:g}"] if self.absolute or not self.relative else []
        return " or ".join([*said, *([f"{self.relative:g} of it"] if self.relative else [])])


@dataclass(frozen=True, slots=True)
class Options:
    """How two tables are compared; see `reconcile`."""

    key: tuple[str, ...] = ()
    grain: tuple[str, ...] = ()
    partition: tuple[str, ...] = ()
    columns: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    tolerance: Mapping[str, Tolerance] = field(default_factory=dict)
    samples: int = 0


def tolerances(
    absolute: Mapping[str, float | str], relative: Mapping[str, float | str]
) -> dict[str, Tolerance]:
    """Return both bounds by column; raises UsageError for one that is no bound."""
    return {
        name: Tolerance(
            _bound(name, absolute.get(name, 0)),
            _bound(name, relative.get(name, 0)),
            str(absolute.get(name, 0)).strip(),
        )
        for name in {**absolute, **relative}
    }


def _bound(name: str, value: float | str) -> float:
    try:
        bound = float(value)
    except ValueError:
        bound = math.nan
    if not 0 <= bound < math.inf:
        raise UsageError(f"the tolerance of {name!r} is {value!r}: a number from 0 on is needed")
    return bound


def check(options: Options) -> None:
    """Raise UsageError for options that contradict each other."""
    if options.key and options.grain:
        raise UsageError("give a key (rows are compared) or a grain (sums are), not both")
    if options.grain and options.partition:
        raise UsageError("a grain is compared as a whole: leave the partition out")
    if options.tolerance and not (options.key or options.grain):
        raise UsageError("a tolerance needs a key or a grain: without, whole rows are compared")
    if options.samples < 0:
        raise UsageError(f"{options.samples} samples cannot be shown: 0, 1, 2, …")
    for what in (options.key, options.grain, options.partition, options.columns or ()):
        if twice := next((name for name in what if what.count(name) > 1), None):
            raise UsageError(f"the column {twice!r} is named twice")
