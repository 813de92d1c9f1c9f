"""Checks that a pandera schema lacks, to stand in the same schema beside pandera's own.

    pa.DataFrameSchema(
        {"code": pa.Column(str, checks.mostly(pa.Check.str_matches("[A-Z]{3}$"), share=0.999))},
        checks=[
            checks.compare("ended", ">=", "started"),
            checks.when("status", pa.Check.eq("refunded"), then=("amount", pa.Check.le(0))),
        ],
    )

Each returns a `pa.Check`, which pandera itself can run on pandas; `groundrules validate` runs it on every
engine with the same verdict and count. `options` are those of `pa.Check`: `raise_warning=True` makes a rule advisory.
What each means is written in `standards/data/contract-semantics.md`.

All raise UsageError for arguments that make no rule.
"""

from __future__ import annotations

from typing import Any

import pandera.pandas as pa

from groundrules.contracts.checks.rows import NOT_NULL, OPERATORS, Compare, When, about_one_value
from groundrules.contracts.checks.rule import as_check
from groundrules.contracts.checks.tolerance import Mostly
from groundrules.errors import UsageError

__all__ = ["compare", "mostly", "when"]


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
