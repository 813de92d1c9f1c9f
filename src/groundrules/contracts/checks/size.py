"""How many rows the table has: within bounds, or near what it had before."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from statistics import median

import pandas as pd

from groundrules.contracts.checks.whole import Figures, Kinds, Verdict, WholeRule
from groundrules.errors import ContentError, UsageError


class _Counting(WholeRule):
    counts_rows_alone = True

    def counted(self, frame: pd.DataFrame, kinds: Kinds) -> Figures:
        return Figures(len(frame))


@dataclass(frozen=True)
class Rows(_Counting):
    """The table has so many rows at least, and at most; None is no bound."""

    at_least: int | None
    at_most: int | None

    @property
    def label(self) -> str:
        return f"rows {self._asked}"

    @property
    def _asked(self) -> str:
        bounds = (("at least", self.at_least), ("at most", self.at_most))
        return ", ".join(f"{word} {bound:,}" for word, bound in bounds if bound is not None)

    def verdict(self, figures: Figures) -> Verdict:
        """Return whether the number of rows is within the bounds."""
        low = self.at_least is None or figures.rows >= self.at_least
        high = self.at_most is None or figures.rows <= self.at_most
        return Verdict(low and high, f"{figures.rows:,} rows, {self._asked} asked")


@dataclass(frozen=True)
class Volume(_Counting):
    """The number of rows is near the median of earlier ones."""

    history: tuple[int, ...] | Path
    """Earlier numbers of rows, or a file with one a line."""
    within: float
    """How far from the median, as a share of it."""

    @property
    def label(self) -> str:
        return f"rows within {100 * self.within:.10g} % of their history"

    def verdict(self, figures: Figures) -> Verdict:
        """Return whether the number of rows is near the median of the history."""
        counts = self._counts()
        usual = median(counts)
        kept = abs(figures.rows - usual) <= Fraction(repr(self.within)) * Fraction(usual)
        ratio = f" ({figures.rows / usual:.4g} times)" if usual else ""
        found = f"{figures.rows:,} rows, the median of {len(counts):,} earlier counts is"
        return Verdict(kept, f"{found} {usual:,.10g}{ratio}")

    def _counts(self) -> tuple[int, ...]:
        if not isinstance(self.history, Path):
            return self.history
        try:
            lines = self.history.read_text(encoding="utf-8").split("\n")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"{self.history}: no history that can be read: {error}") from error
        for number, line in enumerate(lines, 1):
            if line.strip() and not (line.strip().isascii() and line.strip().isdigit()):
                raise ContentError(
                    f"{self.history}:{number}: {line.strip()!r} is no number of rows"
                )
        counts = tuple(int(line) for line in lines if line.strip())
        if not counts:
            raise ContentError(f"{self.history} holds no number of rows; write one a line")
        return counts
