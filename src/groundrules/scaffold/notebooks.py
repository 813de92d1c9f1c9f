"""Three versions of a notebook made one, cell by cell: always a notebook, with the outputs that were there.

What somebody ran stays: outputs, counts and ids are theirs wherever a cell's source is theirs in the end. Cells are
paired by source, then by id, then by likeness, the idea of nbdime (https://nbdime.readthedocs.io, "diffing").
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from groundrules.scaffold import text_merge

Cell = dict[str, Any]
_ALIKE = 0.6  # of two sources, as difflib measures it, for one to be an edit of the other
_FRESH = ("outputs", "execution_count", "id")
_TIMES = ("execution", "ExecuteTime", "executionInfo", "outputId")  # nbclient, nbextensions, Colab


@dataclass
class Merged:
    """A notebook's content, how many cells conflict, and what was kept against the template."""

    content: bytes
    conflicts: int
    kept: list[str] = field(default_factory=list)


def read(content: bytes) -> dict[str, Any] | None:
    """Return a notebook as it is stored; None where it is none of version 4."""
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except ValueError:
        return None
    ours = (
        isinstance(found, dict)
        and found.get("nbformat") == 4
        and isinstance(found.get("cells"), list)
    )
    return found if ours and all(isinstance(cell, dict) for cell in found["cells"]) else None


def source(cell: Cell) -> str:
    """Return a cell's source, however it is stored."""
    stored = cell.get("source", "")
    return "".join(stored) if isinstance(stored, list) else str(stored)


def essence(content: bytes) -> bytes:
    """Return what somebody wrote in a notebook, without what running it left."""
    notebook = read(content)
    if notebook is None:
        return content
    return "\n\n".join(
        f"# {cell.get('cell_type')}\n{source(cell)}" for cell in notebook["cells"]
    ).encode()


def merge(base: bytes | None, ours: bytes, theirs: bytes) -> Merged | None:
    """Return the notebook that holds the edits of both; None where one of the three is no notebook."""
    own, now = read(ours), read(theirs)
    empty: dict[str, Any] = {"cells": [], "metadata": {}, "nbformat": 4}
    before = read(base) if base is not None else empty
    if own is None or now is None or before is None:
        return None
    merging = _Cells(before["cells"], own["cells"], now["cells"])
    cells = merging.merge()
    whole = {**own, "cells": cells}
    whole["metadata"] = _mapping(
        before.get("metadata", {}), own.get("metadata", {}), now.get("metadata", {})
    )
    whole["nbformat_minor"] = max(own.get("nbformat_minor", 0), now.get("nbformat_minor", 0))
    _name_cells(whole)
    content = ours if whole == own else _written(whole, ours)
    return Merged(content, merging.conflicts, merging.kept)


class _Cells:
    """The cells of three versions, and which of them are versions of each other."""

    def __init__(self, base: Sequence[Cell], ours: Sequence[Cell], theirs: Sequence[Cell]) -> None:
        self.base, self.ours, self.theirs = base, ours, theirs
        self.to_ours, self.to_theirs = pair(base, ours), pair(base, theirs)
        self.conflicts = 0
        self.kept: list[str] = []

    def merge(self) -> list[Cell]:
        """Return the merged cells in the order of ours, or of theirs where only the template moved some."""
        placed: list[tuple[str, Cell]] = []  # what a place is called, and its cell
        from_ours = {j: i for i, j in self.to_ours.items()}
        from_theirs = {j: i for i, j in self.to_theirs.items()}
        moved = list(self.to_ours.values()) != sorted(self.to_ours.values())
        sides = [(self.ours, from_ours, "o"), (self.theirs, from_theirs, "t")]
        if not moved:
            sides.reverse()
        for number, (cells, origin, side) in enumerate(sides):
            previous = ""
            for j, cell in enumerate(cells):
                name = f"b{origin[j]}" if j in origin else f"{side}{j}"
                if number and any(name == known for known, _ in placed):
                    previous = name
                    continue
                made = self._base_cell(origin[j]) if j in origin else self._added(cell, side)
                if made is None:
                    continue
                at = _after(placed, previous, side) if number else len(placed)
                placed.insert(at, (name, made))
                previous = name
        return [cell for _, cell in placed]

    def _base_cell(self, i: int) -> Cell | None:
        """Return what becomes of a cell of the base, or None where it goes."""
        base = self.base[i]
        own = self.ours[self.to_ours[i]] if i in self.to_ours else None
        now = self.theirs[self.to_theirs[i]] if i in self.to_theirs else None
        if own is None:
            if now is not None and source(now) != source(base):
                self.kept.append(
                    "a cell that you took out was changed by the template, and stays out"
                )
            return None
        if now is None:
            if _bare(own) == _bare(base):
                return None
            self.kept.append("a cell that the template took out was changed by you, and stays")
            return own
        return self._both(base, own, now)

    def _added(self, cell: Cell, side: str) -> Cell | None:
        """Return a cell that one side added; of one that both added in the same words only ours."""
        if side == "t":
            known = {
                source(own) for j, own in enumerate(self.ours) if j not in self.to_ours.values()
            }
            return None if source(cell) in known else cell
        return cell

    def _both(self, base: Cell, own: Cell, now: Cell) -> Cell:
        if _bare(base) == _bare(now) and base.get("outputs") == now.get("outputs"):
            return own
        merged = {
            **own,
            "metadata": _mapping(
                base.get("metadata", {}), own.get("metadata", {}), now.get("metadata", {})
            ),
        }
        if own.get("cell_type") == base.get("cell_type"):
            merged["cell_type"] = now.get("cell_type")
        if "attachments" in own or "attachments" in now:
            held = [cell.get("attachments", {}) for cell in (base, own, now)]
            merged["attachments"] = _mapping(*held)
        text = self._source(source(base), source(own), source(now))
        if text != source(own):
            as_lines = isinstance(own.get("source"), list)
            merged["source"] = text.splitlines(keepends=True) if as_lines else text
        return _with_outputs(merged, base, own, now, changed=text != source(own))

    def _source(self, base: str, own: str, now: str) -> str:
        if own in (base, now) or base == now:
            return now if own == base else own
        merged, conflicts = text_merge.merge(
            *(text.encode("utf-8", "surrogatepass") for text in (base, own, now))
        )
        self.conflicts += bool(conflicts)
        return merged.decode("utf-8", "surrogatepass")


def _with_outputs(merged: Cell, base: Cell, own: Cell, now: Cell, *, changed: bool) -> Cell:
    """Return a merged cell with the outputs that belong to its source, and the fields that its type has."""
    if merged.get("cell_type") != "code":
        return {
            key: value for key, value in merged.items() if key not in ("outputs", "execution_count")
        }
    takes = now if changed or own.get("outputs") == base.get("outputs") else own
    if changed and own.get("cell_type") != "code":
        takes = now
    return {
        **merged,
        "metadata": _without_times(merged) if changed else merged["metadata"],
        "execution_count": takes.get("execution_count"),
        "outputs": takes.get("outputs", []),
    }


def _bare(cell: Cell) -> Cell:
    """Return a cell without what running or saving it changes."""
    return {
        **{key: value for key, value in cell.items() if key not in _FRESH},
        "metadata": _without_times(cell),
        "source": source(cell),
    }


def _without_times(cell: Cell) -> dict[str, Any]:
    return {key: value for key, value in cell.get("metadata", {}).items() if key not in _TIMES}


def _after(placed: Sequence[tuple[str, Cell]], previous: str, side: str) -> int:
    """Return where a cell goes that follows `previous`: after it, and after what the other side put there if ours."""
    names = [name for name, _ in placed]
    at = names.index(previous) + 1 if previous in names else 0
    if side == "t":  # ours first, where both added cells at one place
        while at < len(names) and names[at].startswith("o"):
            at += 1
    return at


def pair(before: Sequence[Cell], after: Sequence[Cell]) -> dict[int, int]:
    """Return which cell of `after` is a version of which of `before`: one to one, in any order."""
    found: dict[int, int] = {}
    for i, j, size in SequenceMatcher(
        None, _kinds(before), _kinds(after), autojunk=False
    ).get_matching_blocks():
        found.update(zip(range(i, i + size), range(j, j + size), strict=True))
    for wanted in (_same_words, _same_id):
        for i, cell in enumerate(before):
            taken = set(found.values())
            twins = [j for j, other in enumerate(after) if j not in taken and wanted(cell, other)]
            if i not in found and twins:
                found[i] = twins[0]
    likes = sorted(
        (-_likeness(before[i], after[j]), abs(i - j), i, j)
        for i in set(range(len(before))) - set(found)
        for j in set(range(len(after))) - set(found.values())
    )
    for unlike, _, i, j in likes:
        if -unlike >= _ALIKE and i not in found and j not in found.values():
            found[i] = j
    return dict(sorted(found.items()))


def _kinds(cells: Sequence[Cell]) -> list[tuple[str, str]]:
    return [(str(cell.get("cell_type")), source(cell)) for cell in cells]


def _same_words(one: Cell, other: Cell) -> bool:
    return bool(source(one)) and source(one) == source(other)


def _same_id(one: Cell, other: Cell) -> bool:
    return "id" in one and one["id"] == other.get("id")


def _likeness(one: Cell, other: Cell) -> float:
    if one.get("cell_type") != other.get("cell_type"):
        return 0.0
    matcher = SequenceMatcher(None, source(one), source(other), autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _ALIKE else 0.0


def _mapping(
    base: Mapping[str, Any], ours: Mapping[str, Any], theirs: Mapping[str, Any]
) -> dict[str, Any]:
    """Return metadata with the edits of both; where both changed one value it stays ours."""
    missing = object()
    merged: dict[str, Any] = {}
    for key in [*ours, *(key for key in theirs if key not in ours)]:
        before, own, now = (side.get(key, missing) for side in (base, ours, theirs))
        if isinstance(own, dict) and isinstance(now, dict):
            merged[key] = _mapping(before if isinstance(before, dict) else {}, own, now)
            continue
        value = now if own == before else own
        if value is not missing:
            merged[key] = value
    return merged


def _name_cells(notebook: dict[str, Any]) -> None:
    """Give each cell an id, or none, as the notebook's minor version asks."""
    known: set[str] = set()
    for number, cell in enumerate(notebook["cells"]):
        if notebook["nbformat_minor"] < 5:
            if "id" in cell:
                notebook["cells"][number] = {
                    key: value for key, value in cell.items() if key != "id"
                }
            continue
        if not cell.get("id") or cell["id"] in known:
            name = hashlib.sha256(f"{number}\n{source(cell)}".encode("utf-8", "surrogatepass"))
            notebook["cells"][number] = {**cell, "id": name.hexdigest()[:8]}
        known.add(notebook["cells"][number]["id"])


def _written(notebook: Mapping[str, Any], like: bytes) -> bytes:
    """Return a notebook as text, in the manner of the file that it replaces."""
    text = like.decode("utf-8-sig")
    indent = re.match(r"\s*\{\r?\n([ \t]+)", text)
    step: str | int | None = indent[1] if indent else None
    made = json.dumps(notebook, indent=step, ensure_ascii=text.isascii() and "\\u" in text)
    made += "\n" if text.endswith("\n") else ""
    return text_merge.dressed(made.encode("utf-8", "surrogatepass"), like)
