"""Two or three columns that no two rows agree in, looked for only where no single column is a key."""

from __future__ import annotations

from itertools import combinations
from math import prod

from sqlglot import exp

from groundrules.contracts import sql
from groundrules.contracts.infer import guess
from groundrules.contracts.infer.look import LONG, Seen
from groundrules.contracts.infer.table import Table

_GRAIN = {"day", "week", "month", "year", "date", "hour", "line", "position", "seq", "version"}
_CANDIDATES = 6  # columns
_COUNTED = 4  # sets of columns that are counted exactly
_ESTIMATE = 0.8  # of the rows: the estimator misses by less
_FEWEST = 10  # rows; among fewer, much is distinct by chance


def joint_key(table: Table, seen: list[Seen]) -> tuple[Seen, ...]:
    """Return the first small set of columns that is distinct in all rows, or nothing."""
    rows = seen[0].rows
    candidates = sorted((one for one in seen if _can_be_part(one)), key=_rank)[:_CANDIDATES]
    sets = [
        group
        for size in (2, 3)
        for group in combinations(candidates, size)
        if prod(one.about for one in group) >= _ESTIMATE * rows
    ]
    if rows < _FEWEST or not sets:
        return ()
    estimates = table.counts(
        {str(n): exp.ApproxDistinct(this=_together(group)) for n, group in enumerate(sets)}
    )
    likely = [group for n, group in enumerate(sets) if estimates[str(n)] >= _ESTIMATE * rows]
    for group in likely[:_COUNTED]:
        values = [one.column.value.copy() for one in group]
        if table.counts({"distinct": sql.distinct(*values)})["distinct"] == rows:
            return group
    return ()


def _can_be_part(one: Seen) -> bool:
    """An amount or a long text that happens to differ from row to row names nothing."""
    name, kind = one.column.name, one.column.kind
    if one.nulls or one.about < 2:
        return False
    if kind == "integer":
        return guess.is_key(name) or bool(_GRAIN & set(guess.words(name)))
    return kind in ("date", "time", "zoned time") or (kind == "text" and one.most <= LONG)


def _rank(one: Seen) -> bool:
    """What is called a key comes first, then the order of the table."""
    return not guess.is_key(one.column.name)


def _together(group: tuple[Seen, ...]) -> exp.Expr:
    return exp.func("HASH", *(one.column.value.copy() for one in group))
