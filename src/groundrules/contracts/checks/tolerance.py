"""A share of the values, at least, keeps a check."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pandera.pandas as pa

from groundrules.contracts.checks.rule import Rule, rule_of
from groundrules.contracts.naming import label as label_of


@dataclass(frozen=True)
class Mostly(Rule):
    """At least `share` of the values that are not null keep a check."""

    inner: pa.Check
    share: float

    @property
    def label(self) -> str:
        return f"{label_of(self.inner)} in {self.share:.10g}"

    def asked(self, data: Any) -> bool:
        """Return whether enough of a column's values keep the check."""
        given = data.dropna()
        kept = self.inner(given).check_output.astype("boolean").fillna(False)
        return enough(self.share, len(given), int((~kept).sum()))


def enough(share: float, values: int, broken: int) -> bool:
    """Return whether `share`, read as the decimal it is written as, of the values are not broken."""
    return values - broken >= Fraction(repr(share)) * values


def said(share: float, values: int, broken: int) -> str:
    """Return the found share, in words."""
    found = 1.0 if not values else (values - broken) / values
    return f"{values - broken:,} of {values:,} values keep it ({found:.6g}), {share:.10g} asked"


def inner(check: pa.Check) -> pa.Check:
    """Return the check inside a tolerance; any other as it is."""
    rule = rule_of(check)
    return rule.inner if isinstance(rule, Mostly) else check


def tolerance(check: pa.Check) -> float | None:
    """Return the share that a check asks for; None where it asks for every value."""
    rule = rule_of(check)
    return rule.share if isinstance(rule, Mostly) else None
