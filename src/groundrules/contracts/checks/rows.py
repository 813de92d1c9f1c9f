"""Rules that each row keeps or breaks: a comparison of two columns, a condition on another column."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pandera.pandas as pa

from groundrules.contracts.checks.rule import Rule, comparable, kind_of, rule_of, unfit
from groundrules.contracts.form import Comparison
from groundrules.contracts.naming import label as label_of
from groundrules.errors import UsageError

OPERATORS: dict[str, Comparison] = {
    "==": "eq", "!=": "ne", ">": "gt", ">=": "ge", "<": "lt", "<=": "le",
}  # fmt: skip
NOT_NULL = "not null"


class RowRule(Rule):
    """A rule about each row by itself."""

    def broken(self, frame: pd.DataFrame) -> pd.Series[Any]:
        """Return which rows break it, booleans without nulls."""
        raise NotImplementedError

    def asked(self, data: Any) -> Any:
        """Return which rows keep it."""
        return ~self.broken(data)


@dataclass(frozen=True)
class Compare(RowRule):
    """The values of two columns stand in a relation; a null on either side neither keeps nor breaks it."""

    left: str
    sign: str
    right: str

    @property
    def label(self) -> str:
        return f"{self.left} {self.sign} {self.right}"

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((self.left, self.right)))

    def broken(self, frame: pd.DataFrame) -> pd.Series[Any]:
        """Return where both have a value and the relation does not hold."""
        left, right = frame[self.left], frame[self.right]
        if _has_no_type(left) or _has_no_type(right):
            return pd.Series(data=False, index=frame.index)
        kinds = kind_of(left), kind_of(right)
        if not comparable(*kinds) or ("boolean" in kinds and self.sign not in ("==", "!=")):
            raise unfit(self.left, kinds[0], self.right, kinds[1])
        both = left.notna() & right.notna()
        compared: Callable[[Any, Any], Any] = getattr(operator, OPERATORS[self.sign])
        kept = compared(_plain(left[both]), _plain(right[both])).astype(bool)
        return both & ~kept.reindex(both.index, fill_value=True)


@dataclass(frozen=True)
class When(RowRule):
    """Where one column keeps a check, another keeps its own; a null in the first is no condition met."""

    column: str
    condition: pa.Check
    then_column: str
    then: pa.Check | None
    """None: it is not null."""

    @property
    def label(self) -> str:
        then = NOT_NULL if self.then is None else label_of(self.then)
        return f"when {self.column} is {label_of(self.condition)}, {self.then_column} is {then}"

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((self.column, self.then_column)))

    def broken(self, frame: pd.DataFrame) -> pd.Series[Any]:
        """Return where the condition is met and the consequence is not."""
        met = _kept(self.condition, frame[self.column], of_null=False)
        values = frame[self.then_column]
        if self.then is None:
            return met & values.isna()
        return met & ~_kept(self.then, values, of_null=True)


def _has_no_type(values: pd.Series[Any]) -> bool:
    """Whether nothing is there: dates and decimals are Python objects, whose type goes with them."""
    return values.dtype == object and bool(values.isna().all())


def _plain(values: pd.Series[Any]) -> pd.Series[Any]:
    return values.astype(object) if isinstance(values.dtype, pd.CategoricalDtype) else values


def _kept(check: pa.Check, values: pd.Series[Any], *, of_null: bool) -> pd.Series[Any]:
    """Return where pandera's own answer is yes; `of_null` where there is no value."""
    given = values[values.notna()]
    output = check(given).check_output
    if not isinstance(output, pd.Series):
        raise UsageError(f"`{label_of(check)}` is about the whole column, and no row")
    kept = output.astype("boolean").fillna(False).astype(bool)
    return kept.reindex(values.index, fill_value=of_null)


def about_one_value(check: object, where: str) -> pa.Check:
    """Return a check that answers value by value; raises UsageError for any other."""
    if not isinstance(check, pa.Check):
        raise UsageError(f"{where}: {check!r} is no pa.Check")
    if check.groupby is not None or rule_of(check) is not None:
        raise UsageError(f"{where}: `{label_of(check)}` does not answer value by value")
    if check.registry_name == "unique_values_eq" or not check.ignore_na:
        raise UsageError(
            f"{where}: `{label_of(check)}` does not answer for each value that is there"
        )
    return check
