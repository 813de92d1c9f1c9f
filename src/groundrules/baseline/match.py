"""Which findings a baseline knows."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from groundrules.anchors import WHOLE
from groundrules.baseline.form import Entry, read
from groundrules.findings import Finding, Result

UNREADABLE = "E000"
"""What the machine at hand cannot read is nobody's history."""


def tolerate(result: Result, file: Path, root: Path) -> Result:
    """Return a result without the findings that the baseline of `file` knows; these are `tolerated`."""
    entries = read(file)
    found = [*result.findings, *result.notes]
    known = matched(found, entries, root)
    cut = len(result.findings)
    return replace(
        result,
        findings=tuple(one for at, one in enumerate(found[:cut]) if at not in known),
        notes=tuple(one for at, one in enumerate(found[cut:], cut) if at not in known),
        tolerated=tuple(sorted(found[at] for at in known)),
    )


def place(path: str, root: Path) -> str:
    """Return a file's path from the configuration's folder, with `/` on every system."""
    called = os.path.relpath(Path(path).absolute(), root)
    if called.startswith(".."):  # the folder may be reached by a link
        called = os.path.relpath(Path(path).resolve(), root)
    return called.replace(os.sep, "/")


def matched(found: Sequence[Finding], entries: Iterable[Entry], root: Path) -> dict[int, Entry]:
    """Return which entry knows which finding, by its place in `found`; each knows as many as it counts.

    First in the very file; then, of a file that cannot be read as a whole, whatever it holds by
    now; last in files to which one that is gone from `root` was moved.
    """
    names = {path: place(path, root) for path in {one.path for one in found}}
    ledger = _Ledger(found, entries)
    by_key = {entry.key: entry for entry in ledger.left}
    for at, one in ledger.new():
        ledger.take(at, by_key.get((names[one.path], one.code, one.anchor)))
    whole = {(e.path, e.code): e for e in ledger.left if e.statement.startswith(WHOLE)}
    for at, one in ledger.new():
        if one.anchor.startswith(WHOLE):
            ledger.take(at, whole.get((names[one.path], one.code)))
    if any(ledger.new()):
        _follow(ledger, root)
    return ledger.known


class _Ledger:
    """What entries still have to give, and to which findings they gave."""

    def __init__(self, found: Sequence[Finding], entries: Iterable[Entry]) -> None:
        self.found = found
        self.left = Counter({entry: entry.count for entry in entries})
        self.known: dict[int, Entry] = {}

    def new(self) -> Iterable[tuple[int, Finding]]:
        """Yield the findings that no entry knows yet."""
        for at, one in enumerate(self.found):
            if at not in self.known and one.code != UNREADABLE:
                yield at, one

    def take(self, at: int, entry: Entry | None) -> None:
        """Let an entry know a finding, if it has one left to give."""
        if entry is not None and self.left[entry] > 0:
            self.left[entry] -= 1
            self.known[at] = entry


def _follow(ledger: _Ledger, root: Path) -> None:
    """Know findings by entries of files that are gone, of the same rule and statement.

    Of several files the one goes first that has most in common with one that is gone.
    """
    gone = cache(lambda path: not (root / path).exists())
    lost: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry, count in ledger.left.items():
        if count > 0:
            lost[entry.code, entry.statement].append(entry)
    pairs: dict[tuple[str, str], list[tuple[int, Entry]]] = defaultdict(list)
    for at, one in ledger.new():
        for entry in lost.get((one.code, one.anchor), ()):
            if gone(entry.path):
                pairs[entry.path, one.path].append((at, entry))
    for names in sorted(pairs, key=lambda names: (-len(pairs[names]), names)):
        for at, entry in pairs[names]:
            if at not in ledger.known:
                ledger.take(at, entry)
