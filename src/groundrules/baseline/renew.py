"""A baseline made from what is found today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from groundrules.baseline.form import Entry
from groundrules.baseline.match import UNREADABLE, matched, place
from groundrules.findings import Finding


@dataclass(frozen=True, slots=True)
class Renewed:
    """What a baseline can become."""

    pruned: tuple[Entry, ...]
    """What it knows and what is still found, under the present names of files."""
    grown: tuple[Entry, ...]
    """The same and all that is found besides."""
    added: tuple[Finding, ...]
    """What it does not know."""
    gone: int
    """How many of its findings are no longer there."""


def renewed(
    found: Sequence[Finding], entries: Iterable[Entry], root: Path, reason: str | None = None
) -> Renewed:
    """Return what the baseline of `entries` becomes by what is found in the whole repository.

    `reason` says why what is added is added.
    """
    entries = list(entries)
    known = matched(found, entries, root)
    kept: Counter[tuple[str, str, str]] = Counter()
    reasons: dict[tuple[str, str, str], str | None] = {}
    for at, entry in known.items():
        key = (place(found[at].path, root), found[at].code, found[at].anchor)
        kept[key] += 1
        reasons[key] = reasons.get(key) or entry.reason
    pruned = _entries(kept, reasons)
    added = [one for at, one in enumerate(found) if at not in known and one.code != UNREADABLE]
    for one in added:
        key = (place(one.path, root), one.code, one.anchor)
        kept[key] += 1
        reasons[key] = reason or reasons.get(key)
    gone = sum(entry.count for entry in entries) - len(known)
    return Renewed(pruned, _entries(kept, reasons), tuple(added), gone)


def _entries(
    kept: Counter[tuple[str, str, str]], reasons: dict[tuple[str, str, str], str | None]
) -> tuple[Entry, ...]:
    return tuple(Entry(*key, count, reasons[key]) for key, count in sorted(kept.items()))
