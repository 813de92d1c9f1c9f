"""What both ways have in common: what is kept aside, what is told as lost, how a definition is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from groundrules.errors import ContentError
from groundrules.metrics.form import Metric, Source

OURS = "groundrules"
"""Under what name we keep aside what the other form has no word for."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, order=True)
class Loss:
    """A field that the other side does not have, or that we do not: whose, which, and why."""

    name: str
    field: str
    why: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What was read of another form."""

    metrics: tuple[Metric, ...]
    sources: tuple[Source, ...]
    losses: tuple[Loss, ...]


_WHY = {
    "owner": "nobody answers for it there",
    "window": "the other side knows no exposure: it takes any period that is asked for",
    "covariate": "there is no experiment, so there is no CUPED",
    "winsorise": "values are not capped",
    "single": "several currencies would be added up",
    "margin": "no guardrails",
    "mde": "no power",
    "direction": "it does not know which way is better",
    "late_data_days": "it does not know when a day is complete",
    "tests": "examples are not run",
    "display": "a number is shown as it likes",
    "replaced_by": "it goes on offering the metric",
    "version": "definitions are not versioned",
    "grain": "duplicates are not looked for by the metric",
    "dimensions": "it may be split by all columns of the table",
}


def losses(metric: Metric, where: str) -> Iterator[Loss]:
    """Yield the fields of a metric that the other form has no word for; they are kept aside under `where`."""
    given = plain(metric)
    for field, why in _WHY.items():
        if field in given:
            yield Loss(metric.name, field, f"{why}; kept in {where}")
    if metric.nulls == "refuse" and metric.numerator.value is not None:
        yield Loss(
            metric.name, "nulls", f"SQL leaves NULLs out instead of refusing them; kept in {where}"
        )
    if metric.type in ("mean", "proportion"):
        why = "the units are those with a row in the period, not those that were exposed"
        yield Loss(metric.name, "missing", f"{why}; kept in {where}")


def plain(content: Metric | Source) -> dict[str, Any]:
    """Return a definition as YAML would hold it, without what is said by default."""
    found = _without_defaults(content)
    assert isinstance(found, dict)
    return found


def _without_defaults(value: Any) -> Any:
    if isinstance(value, msgspec.Struct):
        return {
            field.name: _without_defaults(getattr(value, field.name))
            for field in msgspec.structs.fields(value)
            if field.required or getattr(value, field.name) != field.default
        }
    if isinstance(value, list | tuple):
        return [_without_defaults(one) for one in value]
    if isinstance(value, dict):
        return {key: _without_defaults(one) for key, one in value.items()}
    return value


def kept(aside: Any, form: type[T], where: str) -> T:
    """Return what was kept aside as its form; raises ContentError where somebody broke it."""
    try:
        return msgspec.convert(aside, form)
    except msgspec.ValidationError as error:
        raise ContentError(f"{where}: what groundrules kept there is broken: {error}") from error


def entries(part: Any, where: str) -> Sequence[dict[str, Any]]:
    """Return a list of mappings, none where there is nothing; raises ContentError for anything else."""
    if part is None:
        return []
    if not isinstance(part, list) or not all(isinstance(one, dict) for one in part):
        raise ContentError(f"{where}: is to be a list of mappings")
    return part
