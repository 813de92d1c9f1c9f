"""DuckDB on a folder of which most parts were counted before: only new and changed files are read.

Every rule about rows is a count, and counts of files add up. Distinct values do not: a value may be in two
files. They add up over partitions where a column of the partition is part of the key, for then no key
is in two of them; any other key is counted again over the whole table, of which only its columns are read.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import duckdb
from sqlglot import exp

from groundrules.contracts import sql
from groundrules.contracts.engines.duck import Duck
from groundrules.contracts.engines.partials import Part, Partials
from groundrules.tables.address import Files
from groundrules.tables.duck import FILE
from groundrules.tables.files import parquet_files

_YOUNG = 2.0  # seconds: a file as young as this may change again without its stamp changing

_NONE = re.compile(r"(?!)")
_ONE_TEXT = {
    "VARCHAR": re.compile(r"[^%]+"),
    "BIGINT": re.compile(r"0|-?[1-9]\d*"),
    "DATE": re.compile(r"\d{4}-\d\d-\d\d"),
}
"""Of a type of DuckDB, the texts of which no two are one value."""

Wanted = dict[str, exp.Expr]


class Incremental(Duck):
    """As `Duck`; what it counts of each part is kept in a file."""

    def __init__(self, address: Files, partials: Path, tell: Callable[[str], None]) -> None:
        self._partials = Partials(partials)
        self._found: dict[str, dict[str, Part]] = {}
        files = parquet_files(address.path)
        self._states = {str(file): _state(file) for file in files}
        self._values = {str(file): _values(file, address.path) for file in files}
        self._folder = str(address.path.resolve())
        super().__init__(address, tell)

    def tallies(self, wanted: Wanted) -> dict[str, int]:
        """Return the aggregates by name, from one pass over the files that are not known."""
        counted: dict[str, int] = {}
        for keys, some in _by_partition(wanted, self._partitions()).items():
            if keys is None:
                counted |= super().tallies(some)
            else:
                counted |= self._sums(some, keys)
        return {name: counted[name] for name in wanted}

    def _partitions(self) -> set[str]:
        """Return the columns of the partition whose values are equal only where their texts are."""
        types, values = dict(self.shown), [dict(found) for found in self._values.values()]
        return {
            name
            for name in set.intersection(*(set(found) for found in values)) & set(types)
            if all(_ONE_TEXT.get(types[name], _NONE).fullmatch(found[name]) for found in values)
        }

    def _sums(self, wanted: Wanted, keys: tuple[str, ...]) -> dict[str, int]:
        """Return aggregates that add up: over files, or over partitions by some of their columns."""
        scope = self._scope(wanted, keys)
        parts = self._parts(keys)
        known = self._partials.load(scope)
        states = {part: self._state_of(files) for part, files in parts.items()}
        old = {part: known[part] for part, state in states.items() if _same(known.get(part), state)}
        unknown = [part for part in parts if part not in old]
        new = self._count(wanted, keys, {part: parts[part] for part in unknown})
        if new is None:
            return super().tallies(wanted)
        found = {part: Part(states[part], new[part]) for part in unknown}
        self._found[scope] = old | {part: one for part, one in found.items() if one.state}
        sums = [
            sum(column) for column in zip(*(o.counts for o in (old | found).values()), strict=True)
        ]
        return dict(zip(wanted, sums, strict=True))

    def _parts(self, keys: tuple[str, ...]) -> dict[str, list[str]]:
        if not keys:
            return {file: [file] for file in self._states}
        parts: dict[str, list[str]] = {}
        for file, values in self._values.items():
            part = "/".join(f"{name}={dict(values)[name]}" for name in keys)
            parts.setdefault(part, []).append(file)
        return parts

    def _state_of(self, files: Iterable[str]) -> str:
        """Return what tells this state of some files from another; "" where it cannot be told."""
        states = [self._states[file] for file in files]
        return "" if "" in states else _digest([*files, *states])

    def _count(
        self, wanted: Wanted, keys: tuple[str, ...], parts: Mapping[str, Sequence[str]]
    ) -> dict[str, tuple[int, ...]] | None:
        """Return the counts of each part; None where their folders alone give another type."""
        if not parts:
            return {}
        files = [file for part in parts.values() for file in part]
        self.tell(f"reading {len(files):,} of {len(self._states):,} files; the others are known")
        view = f"parts {len(self._found)}"
        if self.open_parts([Path(file) for file in files], view) != self.shown:
            return None
        by = [sql.column(name) for name in keys or (FILE,)]
        first = exp.Min(this=sql.column(FILE))
        query = exp.select(first, *(value.copy() for value in wanted.values())).from_(sql.TABLE)
        part_of = {file: part for part, inside in parts.items() for file in inside}
        counts = dict.fromkeys(parts, (0,) * len(wanted))
        for file, *row in self.rows(sql.of_table(query.group_by(*by), f'"{view}"')):
            counts[part_of[file]] = tuple(int(value or 0) for value in row)
        return counts

    def _scope(self, wanted: Wanted, keys: tuple[str, ...]) -> str:
        asked = [value.sql(dialect="duckdb") for value in wanted.values()]
        shown = [text for column in self.shown for text in column]
        return _digest([duckdb.__version__, self._folder, *keys, "", *shown, "", *asked])

    def check_unchanged(self) -> None:
        """Raise ContentError where a file is no longer what it was; else keep what was counted."""
        super().check_unchanged()
        for scope, parts in self._found.items():
            self._partials.save(scope, parts)


def _same(part: Part | None, state: str) -> bool:
    return part is not None and bool(state) and part.state == state


def _by_partition(wanted: Wanted, partitions: set[str]) -> dict[tuple[str, ...] | None, Wanted]:
    """Return what is wanted by how it adds up: (): over files; None: not at all."""
    groups: dict[tuple[str, ...] | None, Wanted] = {}
    for name, value in wanted.items():
        groups.setdefault(_adds_up_over(value, partitions), {})[name] = value
    return groups


def _adds_up_over(value: exp.Expr, partitions: set[str]) -> tuple[str, ...] | None:
    aggregate = value.this if isinstance(value, exp.Filter) else value
    if not isinstance(aggregate, exp.Count):
        return None
    distinct = value.find(exp.Distinct)
    if distinct is None:
        return ()
    (one,) = distinct.expressions
    whole = one.expressions if isinstance(one, exp.Tuple) else [one]
    # Of an expression, two partitions might have the same value.
    plain = {part.name for part in whole if isinstance(part, exp.Column)}
    return tuple(sorted(plain & partitions)) or None


def _values(file: Path, folder: Path) -> tuple[tuple[str, str], ...]:
    """Return the values that the folders of a file give, as in `day=2024-03-01`."""
    steps = file.relative_to(folder).parent.parts
    return tuple((name, value) for name, sign, value in (s.partition("=") for s in steps) if sign)


def _state(file: Path) -> str:
    try:
        stat = file.stat()
    except OSError:  # gone since it was listed, which is said when it is opened
        return ""
    young = time.time() - stat.st_mtime < _YOUNG
    return "" if young else f"{stat.st_ino} {stat.st_size} {stat.st_mtime_ns}"


def _digest(texts: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()
