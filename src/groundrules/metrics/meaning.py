"""What a definition means: the parts that its number comes from, in one form whoever wrote them, and what changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlglot import exp

from groundrules.errors import ContentError
from groundrules.metrics.form import Change, Measure, Metric

NONE = "none"


@dataclass(frozen=True, slots=True)
class Altered:
    """One part of a definition that is not what it was."""

    part: str
    old: str
    new: str
    number: bool
    """Whether the metric's number may be another by it."""


def measure_of(metric: Metric) -> dict[str, str]:
    """Return what is measured: part → text, the same for definitions that gather the same."""
    first, *rest = metric.measures()
    parts = {"type": metric.type, **_measured("numerator", first)}
    if metric.quantile is not None:
        parts["quantile"] = f"{metric.quantile:g}"
    if rest:
        parts |= _measured("denominator", rest[0])
    if metric.window is not None:
        parts["window"] = f"{metric.window.days} days"
    return parts


def policy_of(metric: Metric) -> dict[str, str]:
    """Return how odd rows and odd units are dealt with: part → text."""
    cap = metric.winsorise
    parts: dict[str, str] = {"nulls": metric.nulls, "missing": metric.missing}
    if cap is not None and cap.quantile is not None:
        parts["winsorise"] = f"at the quantile {cap.quantile:g} of the pre-period"
    elif cap is not None and cap.cap is not None:
        parts["winsorise"] = f"at {cap.cap:g}"
    return parts


def meaning(metric: Metric) -> dict[str, str]:
    """Return all that a metric's number comes from."""
    return {**measure_of(metric), **policy_of(metric)}


def altered(old: Metric, new: Metric) -> list[Altered]:
    """Return the parts that differ, those that change the number first."""
    numbers = list(_differing(meaning(old), meaning(new), number=True))
    return [*numbers, *_differing(_rest(old), _rest(new), number=False)]


def _differing(
    old: Mapping[str, str], new: Mapping[str, str], *, number: bool
) -> Iterator[Altered]:
    for part in dict.fromkeys((*old, *new)):
        before, after = old.get(part, NONE), new.get(part, NONE)
        if before != after:
            yield Altered(part, before, after, number)


def _measured(which: str, measure: Measure) -> dict[str, str]:
    parts = {
        which: said(measure),
        f"{which}, source": measure.source or "",
        f"{which}, unit": measure.unit or "",
        f"{which}, time": measure.time or "",
    }
    if conditions := sorted({one for text in measure.filters for one in _conditions(text)}):
        parts[f"{which}, rows where"] = " AND ".join(conditions)
    return parts


def said(measure: Measure) -> str:
    """Return what is gathered of a unit's rows, as SQL says it."""
    if measure.value is None:
        return "count(*)"
    value = canonical(measure.value)
    if measure.aggregate == "count_distinct":
        return f"count(DISTINCT {value})"
    return f"{measure.aggregate}({value})"


def canonical(text: str) -> str:
    """Return an expression in one spelling; one that is no SQL as it stands."""
    tree = _read(text)
    return text if tree is None else _spelled(tree)


def _conditions(text: str) -> list[str]:
    """Return the conditions that a filter joins by AND, each in one spelling."""
    tree = _read(text)
    if tree is None:
        return [text]
    inner = tree.unnest()
    return (
        [_spelled(one) for one in inner.flatten()]
        if isinstance(inner, exp.And)
        else [_spelled(inner)]
    )


def _read(text: str) -> exp.Expr | None:
    """Return an expression's tree, or None where it has none."""
    from groundrules.metrics import (
        expression,
    )  # loads ibis, which `groundrules explain` does without

    try:
        return expression.read(text)
    except ContentError:
        return None


def _spelled(tree: exp.Expr) -> str:
    return str(tree.unnest().sql(dialect="duckdb", comments=False))


def change(size: Change | None) -> str:
    """Return a size of effect in words."""
    if size is None:
        return NONE
    parts = [f"{100 * size.relative:g} % of control"] if size.relative is not None else []
    parts += [f"{size.absolute:g} absolute"] if size.absolute is not None else []
    return " and ".join(parts) or NONE


def _rest(metric: Metric) -> dict[str, str]:
    """Return the parts that leave the number alone."""
    covariate = metric.covariate
    parts: dict[str, Any] = {
        "description": metric.description,
        "owner": metric.owner,
        "direction": metric.direction,
        "covariate": f"{covariate.days} days before the exposure" if covariate else NONE,
        "margin": change(metric.margin),
        "mde": change(metric.mde),
        "single": ", ".join(metric.single) or NONE,
        "grain": ", ".join(metric.grain) or NONE,
        "dimensions": ", ".join(metric.dimensions) or NONE,
        "late data": f"{metric.late_data_days} days",
        "display": msgspec.json.encode(metric.display).decode(),
        "replaced by": metric.replaced_by or NONE,
    }
    return parts
