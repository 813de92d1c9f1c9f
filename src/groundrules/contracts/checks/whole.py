"""Rules about the table as a whole: some figures of it, and a verdict on the figures.

The figures are counted by pandas or by an engine; the verdict is a pure function of them, so it is the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from sqlglot import exp

from groundrules.contracts.checks.rule import Rule, UnfitError, kind_of
from groundrules.contracts.form import Kind

Kinds = Mapping[str, Kind | None]


@dataclass(frozen=True, slots=True)
class Figures:
    """What was counted of a table."""

    rows: int
    kinds: Kinds = field(default_factory=dict)
    """The logical kinds of the columns that the rule names; without those that hold nothing at all."""
    numbers: Mapping[str, int] = field(default_factory=dict)
    counts: Sequence[tuple[Any, int]] = ()
    """How often each value occurs, of what the rule groups by."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the table keeps the rule, and what was found."""

    kept: bool
    detail: str


class WholeRule(Rule):
    """A rule about the table as a whole."""

    counts_rows_alone = False
    """It looks at no value: an empty table can be judged, and values that could not be read do not matter."""

    def resolved(self, kinds: Kinds) -> WholeRule:
        """Return the rule with what it must read of other tables, for columns of these kinds."""
        return self

    def unfit(self, kinds: Kinds) -> str | None:
        """Return why a table with columns of these kinds cannot keep it; None where it can."""
        return None

    def numbers(self, values: Mapping[str, exp.Expr], kinds: Kinds) -> dict[str, exp.Expr]:
        """Return the aggregates that it needs, by name."""
        return {}

    def grouped(self, values: Mapping[str, exp.Expr], kinds: Kinds) -> exp.Expr | None:
        """Return the value whose groups it needs counted, null where a row does not matter."""
        return None

    def counted(self, frame: pd.DataFrame, kinds: Kinds) -> Figures:
        """Return the same figures of a pandas frame."""
        raise NotImplementedError

    def verdict(self, figures: Figures) -> Verdict:
        """Return how the table comes out."""
        raise NotImplementedError

    def judge(self, frame: pd.DataFrame) -> Verdict:
        """Return how a pandas frame comes out; raises UnfitError for columns of other kinds."""
        kinds = {name: kind_of(frame[name]) for name in self.columns if _has_type(frame[name])}
        rule = self.resolved(kinds)
        why = rule.unfit(kinds)
        if why is not None:
            raise UnfitError(why)
        return rule.verdict(rule.counted(frame, kinds))

    def asked(self, data: Any) -> bool:
        """Return whether the table keeps it; one without rows breaks nothing but a number of rows."""
        return (not len(data) and not self.counts_rows_alone) or self.judge(data).kept


def _has_type(values: pd.Series[Any]) -> bool:
    return values.dtype != object or not values.isna().all()
