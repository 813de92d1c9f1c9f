"""How far the values of a column have moved from a reference.

With p_i the share of the values in bin i, and q_i that of the reference:

    PSI = sum over i of (p_i - q_i) * ln(p_i / q_i)
    KS  = max over the edges of |F_p - F_q|, F the share of values up to the edge

PSI as in Yurdakul and Naranjo, "Statistical properties of the population stability index" (Journal of Risk Model
Validation, 2020), by whose rule of thumb less than 0.1 is little change and more than 0.25 a significant one; it
knows no error rates. CapyMOA's detector, after Wu and Olson (2010), takes 0.2. A share below 0.0001 counts as
0.0001, about as Evidently fills empty bins. KS as in SciPy ("KStwo distribution"), at the edges alone: never above
that of all values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from sqlglot import exp

from groundrules.contracts import sql
from groundrules.contracts.checks.elsewhere import shown
from groundrules.contracts.checks.histogram import Histogram, histogram_of
from groundrules.contracts.checks.whole import Figures, Kinds, Verdict, WholeRule
from groundrules.contracts.form import Among, Compare

_LEAST = 0.0001


@dataclass(frozen=True, eq=False)
class Drift(WholeRule):
    """The distribution of a column is near that of a reference."""

    column: str
    reference: Any
    """A Histogram, or a table of which to take one."""
    reference_column: str
    bins: int
    psi: float | None
    ks: float | None

    @property
    def label(self) -> str:
        bounds = (("psi", self.psi), ("ks", self.ks))
        asked = ", ".join(f"{name} {most:.10g}" for name, most in bounds if most is not None)
        whose = "" if isinstance(self.reference, Histogram) else f" {shown(self.reference)}"
        return f"{self.column} is distributed as its reference{whose} ({asked})"

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.column,)

    def resolved(self, kinds: Kinds) -> Drift:
        """Return the rule with a histogram for the table that is its reference."""
        if isinstance(self.reference, Histogram):
            return self
        kind = kinds.get(self.column)
        found = histogram_of(self.reference, self.reference_column, self.bins, kind)
        return replace(self, reference=found)

    def unfit(self, kinds: Kinds) -> str | None:
        """Return that the column holds another kind of values than the reference."""
        kind = kinds.get(self.column)
        asked = self.reference.kind
        if self.column not in kinds or (kind == asked if asked else kind in ("integer", "float")):
            return (
                "ks is about numbers, and the reference has categories"
                if asked and self.ks
                else None
            )
        return f"{self.column} holds {kind or 'another type'}, the reference {asked or 'numbers'}"

    def numbers(self, values: Mapping[str, exp.Expr], kinds: Kinds) -> dict[str, exp.Expr]:
        """Return how many values there are, and how many up to each edge."""
        value = values[self.column]
        wanted = {"given": sql.count_where(exp.not_(sql.is_null(value)))}
        for edge in self.reference.edges or ():
            wanted[f"up to {edge!r}"] = sql.count_where(sql.keeps(value, Compare("le", edge)))
        return wanted

    def grouped(self, values: Mapping[str, exp.Expr], kinds: Kinds) -> exp.Expr | None:
        """Return the value where it is one of the categories."""
        if self.reference.categories is None:
            return None
        value = values[self.column]
        known = sql.keeps(value, Among(self.reference.categories, wanted=True))
        return exp.case().when(known, value.copy()).else_(exp.null())

    def counted(self, frame: pd.DataFrame, kinds: Kinds) -> Figures:
        """Return the same of a pandas frame."""
        given = frame[self.column].dropna()
        numbers = {"given": len(given)}
        if self.reference.edges is not None:
            plain = given.astype("float64").to_numpy()
            for edge in self.reference.edges:
                numbers[f"up to {edge!r}"] = int((plain <= edge).sum())
            return Figures(len(frame), kinds, numbers)
        counts = given.astype(object).value_counts()
        return Figures(len(frame), kinds, numbers, list(counts.items()))

    def verdict(self, figures: Figures) -> Verdict:
        """Return whether PSI and KS are within their bounds."""
        given = figures.numbers["given"]
        if not given:
            return Verdict(False, f"{self.column} holds no value to compare")
        found = {"psi": self._psi(figures)}
        if self.ks is not None:
            found["ks"] = self._ks(figures)
        bounds = {"psi": self.psi, "ks": self.ks}
        asked = {name: most for name, most in bounds.items() if most is not None}
        kept = all(found[name] <= most for name, most in asked.items())
        told = (
            f"{name} {found[name]:.4g}, at most {most:.10g} asked" for name, most in asked.items()
        )
        return Verdict(kept, "; ".join(told))

    def _psi(self, figures: Figures) -> float:
        now, then = self._counts(figures), [*self.reference.counts]
        if self.reference.categories is not None:
            then.append(0)  # anything else
        p, q = (np.maximum(np.array(one) / sum(one), _LEAST) for one in (now, then))
        return float(np.sum((p - q) * np.log(p / q)))

    def _ks(self, figures: Figures) -> float:
        now, then = (
            np.cumsum(one) / sum(one) for one in (self._counts(figures), self.reference.counts)
        )
        return float(np.max(np.abs(now - then)))

    def _counts(self, figures: Figures) -> Sequence[int]:
        given = figures.numbers["given"]
        if self.reference.categories is None:
            up_to = [figures.numbers[f"up to {edge!r}"] for edge in self.reference.edges]
            return [int(one) for one in np.diff([0, *up_to, given])]
        found = dict(figures.counts)
        counts = [found.get(one, 0) for one in self.reference.categories]
        return [*counts, given - sum(counts)]
