"""Checks that a pandera schema lacks, to stand in the same schema beside pandera's own.

    pa.DataFrameSchema(
        {"code": pa.Column(str, checks.mostly(pa.Check.str_matches("[A-Z]{3}$"), share=0.999))},
        checks=[
            checks.compare("ended", ">=", "started"),
            checks.when("status", pa.Check.eq("refunded"), then=("amount", pa.Check.le(0))),
            checks.rows(at_least=1_000),
            checks.fresh("started", within="1D"),
            checks.references("customer_id", "customers.parquet", "id"),
        ],
    )

Each returns a `pa.Check`, which pandera itself can run on pandas; `groundrules validate` runs it on every
engine with the same verdict and count. `options` are those of `pa.Check`: `raise_warning=True` makes a rule advisory.
What each means is written in `standards/data/contract-semantics.md`.

All raise UsageError for arguments that make no rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandera.pandas as pa

from groundrules.contracts.checks.calendar import Complete, period
from groundrules.contracts.checks.distribution import Drift
from groundrules.contracts.checks.foreign import References
from groundrules.contracts.checks.histogram import Category, Histogram, histogram
from groundrules.contracts.checks.instants import length_of, micros_of
from groundrules.contracts.checks.newest import Fresh
from groundrules.contracts.checks.order import Monotone
from groundrules.contracts.checks.rows import NOT_NULL, OPERATORS, Compare, When, about_one_value
from groundrules.contracts.checks.rule import as_check
from groundrules.contracts.checks.size import Rows, Volume
from groundrules.contracts.checks.tolerance import Mostly
from groundrules.errors import UsageError

__all__ = [
    "Histogram",
    "compare",
    "complete",
    "drift",
    "fresh",
    "histogram",
    "monotone",
    "mostly",
    "references",
    "rows",
    "volume",
    "when",
]


def compare(left: str, sign: str, right: str, **options: Any) -> pa.Check:
    """Return a check of the table: in each row the values of two columns compare so.

    sign: one of == != > >= < <=. A null on either side neither keeps nor breaks it. Numbers compare with
        numbers, anything else with its own kind; columns of other kinds fail.
    """
    if sign not in OPERATORS:
        raise UsageError(
            f"compare: {sign!r} is no comparison; it must be one of {' '.join(OPERATORS)}"
        )
    return as_check(Compare(left, sign, right), options)


def when(
    column: str, condition: pa.Check, *, then: tuple[str, pa.Check | str], **options: Any
) -> pa.Check:
    """Return a check of the table: rows whose `column` keeps `condition` also keep `then`.

    then: a column and its check, or "not null" for the check. A null in `column` meets no condition, and a
        null in the other column breaks nothing but "not null".
    """
    other, check = then
    consequence = None if check == NOT_NULL else about_one_value(check, "when, then")
    return as_check(When(column, about_one_value(condition, "when"), other, consequence), options)


def mostly(check: pa.Check, *, share: float, **options: Any) -> pa.Check:
    """Return a check of a column: at least `share` (0 to 1) of its values, nulls aside, keep `check`.

    The values that break it are counted also where enough keep it.
    """
    if not 0 < share <= 1:
        raise UsageError(f"mostly: the share {share} is not above 0 and at most 1")
    return as_check(Mostly(about_one_value(check, "mostly"), float(share)), options)


def rows(*, at_least: int | None = None, at_most: int | None = None, **options: Any) -> pa.Check:
    """Return a check of the table: its number of rows lies within bounds, both included."""
    bounds = [bound for bound in (at_least, at_most) if bound is not None]
    if not bounds or min(bounds) < 0 or bounds != sorted(bounds):
        raise UsageError(f"rows: no number of rows is at least {at_least} and at most {at_most}")
    return as_check(Rows(at_least, at_most), options)


def volume(history: Iterable[int] | str | Path, *, within: float, **options: Any) -> pa.Check:
    """Return a check of the table: its number of rows is near the median of earlier ones.

    history: earlier numbers of rows, or the path of a text file with one a line, read when a table is judged.
    within: how far from the median, as a share of it: 0.2 lets 80 to 120 pass where the median is 100.
    """
    if not within >= 0:
        raise UsageError(f"volume: within={within} is no share of a number of rows")
    if isinstance(history, str | Path):
        return as_check(Volume(Path(history), float(within)), options)
    counts = tuple(history)
    if not counts or any(not isinstance(one, int) or one < 0 for one in counts):
        raise UsageError("volume: the history holds no number of rows, or something else")
    return as_check(Volume(counts, float(within)), options)


def fresh(
    column: str,
    within: str = "1D",
    *,
    ahead: str = "5min",
    now: datetime | None = None,
    **options: Any,
) -> pa.Check:
    """Return a check of the table: its newest time is at most so old, and not in the future.

    within, ahead: spans of time as pandas reads them ("1D", "36h"): how old the newest time may be, and how far
        ahead of the clock.
    now: when it is asked; without one, when the table is judged. A time without a zone is taken for UTC.
    A column without any time fails.
    """
    length_of(within), length_of(ahead)
    if now is not None:
        micros_of(now)
    return as_check(Fresh(column, str(within), str(ahead), now), options)


def complete(
    column: str,
    every: str = "1D",
    *,
    between: tuple[date | str, date | str] | None = None,
    **options: Any,
) -> pa.Check:
    """Return a check of the table: each period from the first time to the last has a row.

    every: "1D", "1h", "15min", or "1W" (from Monday), "1M" (a month), "1Q", "1Y"; in UTC.
    between: the first and the last time that there should be, instead of those that there are; rows outside
        do not matter.
    A column without any time fails.
    """
    ends = None
    if between is not None:
        ends = (micros_of(between[0]), micros_of(between[1]))
        if ends[0] > ends[1]:
            raise UsageError(f"complete: {between[0]} comes after {between[1]}")
    return as_check(Complete(column, period(every), ends), options)


def references(
    columns: str | Sequence[str],
    other: Any,
    other_columns: str | Sequence[str] | None = None,
    **options: Any,
) -> pa.Check:
    """Return a check of the table: each row's values occur in another table, nulls aside.

    columns: one column, or several that are one key together; a row with a null in one of them refers to nothing.
    other: a path or an address as `validate` takes them, from the working directory, or a frame of pandas or
        polars; it is read when a table is judged, and its distinct keys are held in memory. The text of a CSV is
        read as what the columns hold.
    other_columns: what they are called there, if not the same.
    """
    names = (columns,) if isinstance(columns, str) else tuple(columns)
    theirs = names if other_columns is None else other_columns
    theirs = (theirs,) if isinstance(theirs, str) else tuple(theirs)
    if not names or len(names) != len(theirs):
        raise UsageError(f"references: {len(names)} columns cannot refer to {len(theirs)}")
    return as_check(References(names, other, theirs), options)


def drift(
    column: str,
    reference: Histogram | Mapping[Category, int] | Any,
    reference_column: str | None = None,
    *,
    psi: float | None = None,
    ks: float | None = None,
    bins: int = 10,
    **options: Any,
) -> pa.Check:
    """Return a check of the table: a column's values are distributed as those of a reference, nulls aside.

    reference: a `Histogram`, as `histogram` makes one to be written into the contract; categories with their
        counts; or a table (a path, an address, or a frame of pandas or polars), of which a histogram is taken
        with `bins` when a table is judged.
    psi, ks: at most so far from it; 0.2 for psi where neither is given. ks is about numbers.
    The formulas are in `groundrules.contracts.checks.distribution`. A column without any value fails.
    """
    if isinstance(reference, Mapping):
        reference = Histogram(tuple(reference.values()), categories=tuple(reference))
    if psi is None and ks is None:
        psi = 0.2
    if any(bound is not None and not bound > 0 for bound in (psi, ks)) or not 2 <= bins <= 100:
        raise UsageError(
            f"drift: psi={psi}, ks={ks}, bins={bins}: a bound is above 0, bins are 2 to 100"
        )
    there = column if reference_column is None else reference_column
    return as_check(Drift(column, reference, there, bins, psi, ks), options)


def monotone(
    column: str, by: str | Sequence[str] = (), *, strictly: bool = False, **options: Any
) -> pa.Check:
    """Return a check of the table: from row to row, within each group, no value is less than the one before it.

    by: the columns of which each combination, nulls among them, is a group; without them all rows are one.
    strictly: nor is one equal to it.
    A null is passed over. Only a pandas frame, a CSV and a Parquet file have an order of rows: it is judged by
    pandas, in memory, and refused for anything else.
    """
    groups = (by,) if isinstance(by, str) else tuple(by)
    return as_check(Monotone(column, groups, strictly), options)
