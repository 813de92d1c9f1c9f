"""dbt's semantic models and metrics as metrics and sources of ours.

What we exported comes back as it was, unless it was edited in dbt since. Anything else is read as far as our form
goes: sums, counts and shares by unit, and ratios of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from groundrules import documents
from groundrules.errors import ContentError
from groundrules.metrics.catalogue import Catalogue
from groundrules.metrics.exchange.dbt_export import PART, export
from groundrules.metrics.exchange.foreign import Gathered, Model, NoFormError, Table, metric_of
from groundrules.metrics.exchange.form import OURS, Imported, Loss, entries, kept
from groundrules.metrics.exchange.rows import split
from groundrules.metrics.form import Metric, Source

_DIMENSION = re.compile(r"\{\{\s*Dimension\(\s*'(?:[^']*__)?([^']+)'\s*\)\s*\}\}")
_ENTITY = re.compile(r"\{\{\s*Entity\(\s*'(?:[^']*__)?([^']+)'\s*\)\s*\}\}")
_UNREAD = {
    "derived": "it is computed from other metrics",
    "cumulative": "it runs over time, and a metric of ours is of one span",
    "conversion": "it joins two events of a unit; write a proportion with `any` over one table",
}


@dataclass(frozen=True, slots=True)
class _Measure:
    """A measure of dbt and the semantic model that has it."""

    model: Mapping[str, Any]
    content: Mapping[str, Any]


def read(text: str, where: str, *, unit: str | None, owner: str) -> Imported:
    """Return the metrics and sources of a file.

    unit: the column that says whose a row is, where dbt's file cannot say which of several it is.
    Raises ContentError for a file that is none of dbt's, UsageError where there is no unit.
    """
    document = documents.parse(text, where, dict[str, Any])
    models = entries(document.get("semantic_models"), f"{where}: semantic_models")
    metrics = entries(document.get("metrics"), f"{where}: metrics")
    if not models and not metrics:
        raise ContentError(f"{where}: there are no `semantic_models` and no `metrics` of dbt in it")
    ours = _Ours(models, metrics, where)
    found, lost = list(ours.metrics()), list(ours.edited)
    measures = {
        str(measure.get("name")): _Measure(model, measure)
        for model in models
        for measure in entries(model.get("measures"), f"{where}: measures of {model.get('name')}")
    }
    tables = {str(model.get("name")): _table(model, unit) for model in models}
    simple = {
        str(metric.get("name")): metric
        for metric in metrics
        if str(metric.get("type")).lower() == "simple"
    }
    known = {metric.name for metric in found}
    for metric in metrics:
        if str(metric.get("name")) in known or _ours(metric) == PART:
            continue
        try:
            made, noted = _foreign(metric, simple, measures, tables, owner)
        except NoFormError as error:
            lost.append(Loss(str(metric.get("name")), "metric", f"{error}: it is left out"))
            continue
        found.append(made)
        lost += noted
    sources = [*ours.sources.values()]
    new = [one for name, one in tables.items() if name not in ours.sources]
    sources += [one.declared(owner, [m for m in found if m.name not in known]) for one in new]
    used = {str(measure.source) for metric in found for measure in metric.measures()}
    kept_sources = tuple(one for one in sources if one.name in used or one.name in ours.names)
    return Imported(
        tuple(sorted(found, key=lambda one: one.name)), kept_sources, tuple(sorted(lost))
    )


class _Ours:
    """What we exported once and find again."""

    def __init__(
        self, models: Sequence[Mapping[str, Any]], metrics: Sequence[Mapping[str, Any]], where: str
    ) -> None:
        self.edited: list[Loss] = []
        self.sources: dict[str, Source] = {}
        self._aside: list[Metric] = []
        for model in models:
            aside = _aside(model)
            if "source" in aside:
                at = f"{where}: {model.get('name')}"
                self.sources[str(model.get("name"))] = kept(aside["source"], Source, at)
                self._aside += kept(aside.get("metrics", []), list[Metric], at)
        self.names = {source.name for source in self.sources.values()}
        self._found = {
            str(metric.get("name")): kept(_aside(metric), Metric, f"{where}: {metric.get('name')}")
            for metric in metrics
            if _aside(metric)
        }
        self._models, self._metrics = models, metrics

    def metrics(self) -> Iterator[Metric]:
        """Yield those that dbt's own part still says the same of."""
        every = {one.name: one for one in (*self._aside, *self._found.values())}
        declared = {source.name: source for source in self.sources.values()}
        known = {
            name: one
            for name, one in every.items()
            if {m.source for m in one.measures()} <= set(declared)
        }
        document, _ = export(Catalogue(dict(sorted(known.items())), dict(sorted(declared.items()))))
        was, now = (
            _said(document),
            _said({"semantic_models": self._models, "metrics": self._metrics}),
        )
        yield from (one for one in self._aside if one.name in known)
        for called, metric in self._found.items():
            if metric.name not in known or was.get(called) != now.get(called):
                why = "dbt's own part was edited since: it is read, and what was kept aside is left"
                self.edited.append(Loss(metric.name, "metric", why))
            else:
                yield metric


def _ours(part: Mapping[str, Any]) -> Any:
    return ((part.get("config") or {}).get("meta") or {}).get(OURS)


def _aside(part: Mapping[str, Any]) -> dict[str, Any]:
    found = _ours(part)
    return found if isinstance(found, dict) else {}


def _said(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return metric → what dbt computes for it, whatever its measures are called."""
    measures = {
        measure.get("name"): (model.get("name"), measure.get("agg"), measure.get("expr"))
        for model in document["semantic_models"]
        for measure in model.get("measures") or []
    }
    return {
        str(metric.get("name")): (
            metric.get("type"),
            metric.get("filter"),
            [measures.get(_named(one)) for one in (metric.get("type_params") or {}).values()],
        )
        for metric in document["metrics"]
    }


def _named(part: Any) -> str | None:
    """Return the measure that a metric's parameter names."""
    found = part.get("name") if isinstance(part, dict) else part
    return found if isinstance(found, str) else None


def _table(model: Mapping[str, Any], unit: str | None) -> Table:
    name = str(model.get("name"))
    times, columns = {}, {}
    for dimension in entries(model.get("dimensions"), f"dimensions of {name}"):
        column = str(dimension.get("expr") or dimension.get("name"))
        is_time = str(dimension.get("type")).lower() == "time"
        grain = (dimension.get("type_params") or {}).get("time_granularity")
        columns[column] = ("date" if grain == "day" else "timestamp") if is_time else "text"
        if is_time:
            times[str(dimension.get("name"))] = column
    keys = [str(one.get("expr") or one.get("name")) for one in _of(model, ("primary", "unique"))]
    foreign = [
        str(one.get("expr") or one.get("name")) for one in _of(model, ("foreign", "natural"))
    ]
    columns |= dict.fromkeys([*keys, *foreign], "text")
    default = (model.get("defaults") or {}).get("agg_time_dimension")
    return Table(
        name=_reference(model) or name,
        description=str(model.get("description") or f"imported from dbt's semantic model {name}"),
        columns=columns,
        grain=tuple(keys[:1]),
        time=times.get(str(default)) if default else None,
        times=times,
        dimensions={
            str(one.get("name")): str(one.get("expr") or one.get("name"))
            for one in (model.get("dimensions") or [])
        },
        units=[unit] if unit else foreign or keys,
    )


def _of(model: Mapping[str, Any], kinds: tuple[str, ...]) -> list[dict[str, Any]]:
    return [
        one
        for one in entries(model.get("entities"), f"entities of {model.get('name')}")
        if str(one.get("type")).lower() in kinds
    ]


def _reference(model: Mapping[str, Any]) -> str | None:
    found = re.fullmatch(
        r"ref\(\s*(?:'[^']*'\s*,\s*)?['\"]([^'\"]+)['\"]\s*\)", str(model.get("model") or "")
    )
    return found[1] if found else (model.get("node_relation") or {}).get("alias")


def _foreign(
    metric: Mapping[str, Any],
    simple: Mapping[str, Mapping[str, Any]],
    measures: Mapping[str, _Measure],
    tables: Mapping[str, Table],
    owner: str,
) -> tuple[Metric, list[Loss]]:
    kind, parameters = str(metric.get("type")).lower(), metric.get("type_params") or {}
    if kind in _UNREAD:
        raise NoFormError(f"type {kind}: {_UNREAD[kind]}")
    if kind == "simple":
        parts = [_gathered([metric.get("filter")], parameters.get("measure"), measures, tables)]
    elif kind == "ratio":
        parts = [
            _input(metric, parameters.get(key), simple, measures, tables)
            for key in ("numerator", "denominator")
        ]
    else:
        raise NoFormError(f"type {kind} is not known")
    meta = (metric.get("config") or {}).get("meta") or {}
    return metric_of(
        Model(
            name=str(metric.get("name")),
            description=str(metric.get("description") or metric.get("label") or metric.get("name")),
            owner=str(meta.get("owner") or _aside(metric).get("owner") or owner),
            origin="dbt",
        ),
        *parts,
    )


def _input(
    metric: Mapping[str, Any],
    part: Any,
    simple: Mapping[str, Mapping[str, Any]],
    measures: Mapping[str, _Measure],
    tables: Mapping[str, Table],
) -> Gathered:
    """Return a ratio's part: a simple metric, or a measure of which dbt makes one."""
    own = part.get("filter") if isinstance(part, dict) else None
    if isinstance(part, dict) and (part.get("offset_window") or part.get("offset_to_grain")):
        raise NoFormError("it compares with another time")
    inner = simple.get(str(_named(part)))
    if inner is None:
        return _gathered([metric.get("filter"), own], _named(part), measures, tables)
    measure = (inner.get("type_params") or {}).get("measure")
    return _gathered([metric.get("filter"), own, inner.get("filter")], measure, measures, tables)


def _gathered(
    filtered: Sequence[Any],
    part: Any,
    measures: Mapping[str, _Measure],
    tables: Mapping[str, Table],
) -> Gathered:
    name = _named(part)
    if name not in measures:
        raise NoFormError(f"it names the measure {name}, which the file has not")
    one = measures[str(name)]
    model = tables[str(one.model.get("name"))]
    aggregate = str(one.content.get("agg")).lower()
    expression = str(one.content.get("expr") or name)
    if one.content.get("non_additive_dimension"):
        raise NoFormError(f"the measure {name} does not add up over a dimension")
    own = part.get("filter") if isinstance(part, dict) else None
    texts = (text for one in (*filtered, own) for text in _texts(one))
    filters = tuple(_filter(text, model) for text in texts)
    time = one.content.get("agg_time_dimension")
    column = model.times.get(str(time)) if time else model.time
    if column is None:
        raise NoFormError(f"nothing says which time the measure {name} goes by")
    try:
        value, cases = split(expression)
    except ContentError as error:
        raise NoFormError(str(error)) from error
    return Gathered(model, aggregate, value, (*filters, *cases), column)


def _texts(part: Any) -> list[str]:
    if part is None:
        return []
    return [str(one) for one in part] if isinstance(part, list) else [str(part)]


def _filter(text: str, table: Table) -> str:
    """Return a filter as SQL over the table's columns."""
    plain = _DIMENSION.sub(lambda one: table.dimensions.get(one[1], one[1]), text.strip())
    plain = _ENTITY.sub(lambda one: one[1], plain)
    if "{{" in plain:
        raise NoFormError(f"the filter {text.strip()!r} needs dbt")
    return plain
