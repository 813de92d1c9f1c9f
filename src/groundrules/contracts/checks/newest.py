"""How old the newest value is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pandas as pd
from sqlglot import exp

from groundrules.contracts import sql
from groundrules.contracts.checks.instants import TIMES, length_of, micros_in, micros_of, said
from groundrules.contracts.checks.whole import Figures, Kinds, Verdict, WholeRule


class TimeRule(WholeRule):
    """A rule about the times in one column."""

    column: str

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.column,)

    def unfit(self, kinds: Kinds) -> str | None:
        """Return that the column holds no times, where it holds something else."""
        if self.column not in kinds or kinds[self.column] in TIMES:
            return None
        return f"{self.column} holds {kinds[self.column] or 'another type'} and no times"


@dataclass(frozen=True)
class Fresh(TimeRule):
    """The newest time is at most so old, and not in the future."""

    column: str
    within: str
    ahead: str
    now: datetime | None
    """None: when the table is judged."""

    @property
    def label(self) -> str:
        return f"{self.column} is fresh within {self.within}"

    def numbers(self, values: Mapping[str, exp.Expr], kinds: Kinds) -> dict[str, exp.Expr]:
        """Return how many times there are, and the newest."""
        value = values[self.column]
        return {
            "given": sql.count_where(exp.not_(sql.is_null(value))),
            "newest": exp.Max(this=sql.micros(value, kinds[self.column])),
        }

    def counted(self, frame: pd.DataFrame, kinds: Kinds) -> Figures:
        """Return the same of a pandas frame."""
        times = micros_in(frame[self.column])
        newest = int(times.max()) if len(times) else 0
        return Figures(len(frame), kinds, {"given": len(times), "newest": newest})

    def verdict(self, figures: Figures) -> Verdict:
        """Return whether the newest time is near enough to now."""
        if not figures.numbers["given"]:
            return Verdict(False, f"{self.column} holds no time at all")
        newest = figures.numbers["newest"]
        age = micros_of(datetime.now(UTC) if self.now is None else self.now) - newest
        kept = -length_of(self.ahead) <= age <= length_of(self.within)
        read = " (no zone, read as UTC)" if figures.kinds[self.column] == "time" else ""
        way = "old" if age >= 0 else "in the future"
        return Verdict(kept, f"the newest, {said(newest)}{read}, is {_length(abs(age))} {way}")


def _length(micros: int) -> str:
    return str(timedelta(seconds=micros // 1_000_000))
