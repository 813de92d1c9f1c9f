"""Whether a column holds counts or sums: by how it is computed, or by what its name says."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from groundrules.facts.divisions import quotient, unscaled
from groundrules.facts.reducing import making
from groundrules.facts.trace import trace

if TYPE_CHECKING:
    from groundrules.facts.flow import Flow

COUNT_WORDS = frozenset([
    "count", "counts", "cnt", "num", "number", "n", "nb", "qty", "quantity", "total", "totals", "sum",
    "clicks", "click", "impressions", "imps", "impr", "views", "pageviews", "sessions", "visits", "visitors", "users",
    "orders", "conversions", "purchases", "events", "requests", "installs", "trips", "patients", "items",
    "population", "pop", "registrations", "signups", "subscribers", "customers", "members", "employees", "deaths",
    "cases", "admissions", "attendances", "referrals", "prescriptions", "revenue", "sales", "spend", "cost", "costs",
    "exposures", "trials", "attempts", "successes", "failures", "opens", "sends", "emails", "messages", "searches",
    "bookings", "rides", "tickets", "downloads", "votes", "seats", "students", "households", "contacts", "calls",
    "numerator", "denominator",
])  # fmt: skip
"""Parts of names that say counts or sums."""
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
# Plurals that measure, and do not count.
_UNITS = frozenset(
    ["seconds", "minutes", "hours", "days", "weeks", "months", "years", "miles", "meters", "metres", "kilometers",
     "kilometres", "yards", "inches", "grams", "pounds", "liters", "litres", "gallons", "degrees", "pixels", "bytes",
     "dollars", "euros", "points", "scores", "values", "times", "rates", "ratios", "series", "hertz", "lbs", "mins",
     "hrs", "secs", "kms", "stats", "columns", "labels", "features", "coefficients", "weights", "losses"]
)  # fmt: skip
_COUNTING = ("sum", "count", "nunique", "cumsum")
# Parts that say that a quotient, a mean or a share is meant, whatever is counted.
_QUOTIENTS = frozenset(
    ["per", "rate", "ratio", "avg", "mean", "average", "share", "pct", "percent", "percentage", "median", "proportion"]
)  # fmt: skip


def names_count(name: str | None, *, plurals: bool = True) -> bool:
    """Whether a column's name says that it holds counts or sums: `n_clicks`, `orderCount`.

    Where `plurals`, those of things do too: `baskets`.
    """
    parts = [part.lower() for part in _PARTS.findall(name or "")]
    if not parts or _QUOTIENTS & {*parts}:
        return False
    return bool(COUNT_WORDS & {*parts}) or (plurals and _is_plural(parts[-1]))


def _is_plural(word: str) -> bool:
    """Whether a word is the plural of things that are counted: `baskets`, not `status` or `minutes`."""
    return len(word) > 3 and word.endswith("s") and word[-2] not in "suia" and word not in _UNITS


def is_count(flow: Flow, node: ast.AST, column: str | None = None, *, plurals: bool = True) -> bool:
    """Whether a column is computed as a count or sum, or named like one where nothing computes it."""
    node = unscaled(node)
    ends = [step for step in trace(flow, node, column) if step.kind != "pass"]
    made = [step for step in ends if step.kind != "source"]
    functions = [
        found.function
        for step in made
        if isinstance(step.node, ast.Call)
        for found in making(flow, step.node, step.column)
    ]
    if functions and len(made) == len(ends):
        return all(function in _COUNTING for function in functions)
    if any(quotient(step.node) for step in made):
        return False
    name = column or flow.column_name(node)
    names = (name, *(step.column for step in ends))
    return any(names_count(one, plurals=plurals) for one in names)
