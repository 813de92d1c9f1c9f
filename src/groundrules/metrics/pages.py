"""The catalogue as pages of Markdown, the same in every run: a metric each, a source table each, and an index."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from groundrules.errors import ContentError, GroundrulesError
from groundrules.metrics import sql
from groundrules.metrics.catalogue import Catalogue
from groundrules.metrics.expression import columns
from groundrules.metrics.form import Metric, Source
from groundrules.metrics.uses import uses
from groundrules.metrics.words import computed, facts

MARK = "<!-- Made by `groundrules metrics pages`: change the catalogue, not this page. -->"
Plans = Mapping[str, tuple[tuple[str, str], ...]]


def pages(catalogue: Catalogue, plans: Plans) -> dict[str, str]:
    """Return the pages by their paths, with `/`: index.md, metrics/NAME.md, sources/N.md.

    plans: metric → the plans that name it, and its role.
    """
    places = source_places(catalogue)
    found = {"index.md": list(_index(catalogue, places))}
    for metric in catalogue.metrics.values():
        found[f"metrics/{metric.name}.md"] = list(_metric(catalogue, metric, plans, places))
    for name, place in places.items():
        found[place] = list(_source(catalogue, name, catalogue.sources.get(name)))
    return {
        path: "\n".join([MARK, "", *lines]).rstrip() + "\n" for path, lines in sorted(found.items())
    }


def source_places(catalogue: Catalogue) -> dict[str, str]:
    """Return source → its page's path; names that are no file's get one that is, told apart by a number."""
    read = {str(m.source) for metric in catalogue.metrics.values() for m in metric.measures()}
    found: dict[str, str] = {}
    for name in sorted({*catalogue.sources, *read}):
        plain = re.sub(r"[^\w.-]+", "_", name).strip("._") or "source"
        place, number = f"sources/{plain}.md", 2
        while place.casefold() in {one.casefold() for one in found.values()}:
            place, number = f"sources/{plain}_{number}.md", number + 1
        found[name] = place
    return found


def _index(catalogue: Catalogue, places: Mapping[str, str]) -> Iterator[str]:
    yield "# Metrics and their sources"
    yield ""
    yield from _table(
        ("metric", "type", "better", "owner", "what it measures"),
        (
            [
                f"[{metric.name}](metrics/{metric.name}.md)", metric.type, metric.direction, _prose(metric.owner),
                _prose(metric.description) if metric.replaced_by is None else f"Replaced by {metric.replaced_by}.",
            ]
            for metric in catalogue.metrics.values()
        ),
    )  # fmt: skip
    yield ""
    yield "## Sources"
    yield ""
    rows = []
    for name, place in places.items():
        source = catalogue.sources.get(name)
        told = (
            (_prose(source.owner), _prose(source.description)) if source else ("", "Not declared.")
        )
        rows.append([f"[{_prose(name)}]({place})", *told])
    yield from _table(("table", "owner", "what a row is"), rows)


def _metric(
    catalogue: Catalogue, metric: Metric, plans: Plans, places: Mapping[str, str]
) -> Iterator[str]:
    yield f"# {metric.name}"
    yield ""
    yield _prose(metric.description)
    yield ""
    if metric.replaced_by:
        yield f"**Replaced by [{metric.replaced_by}]({metric.replaced_by}.md).**"
        yield ""
    yield from (f"- {name}: {_prose(value)}" for name, value in facts(metric))
    yield f"- version: {metric.version}"
    sources = dict.fromkeys(str(measure.source) for measure in metric.measures())
    yield "- reads: " + ", ".join(f"[{_prose(name)}](../{places[name]})" for name in sources)
    yield from ("", "## How it is computed", "")
    yield from (f"- {one}" for one in computed(metric))
    yield from _sql(catalogue, metric)
    yield from _examples(metric)
    yield from _used(catalogue, metric, plans)


def _sql(catalogue: Catalogue, metric: Metric) -> Iterator[str]:
    for dialect, name in sql.DIALECTS.items():
        try:
            queries = sql.of_units(catalogue, metric, dialect)
        except GroundrulesError as error:
            yield from ("", f"Its SQL cannot be written: {_prose(error)}.")
            return
        yield from ("", f"One number a unit, in {name}'s SQL:", "", "```sql")
        yield from "\n\n".join(queries).splitlines()
        yield "```"


def _examples(metric: Metric) -> Iterator[str]:
    for number, example in enumerate(metric.tests, start=1):
        yield from ("", f"## Example {number}" if len(metric.tests) > 1 else "## Example")
        rows = example.rows if isinstance(example.rows, dict) else {metric.source: example.rows}
        for source, held in rows.items():
            columns = list(dict.fromkeys(column for row in held for column in row))
            yield from ("", f"Rows of {_code(source)}:", "")
            yield from _table(
                [_code(column) for column in columns],
                (
                    [_code(row[column]) if column in row else "" for column in columns]
                    for row in held
                ),
            )
        yield from ("", "give", "")
        values = ([_code(unit), _expected(value)] for unit, value in example.expect.items())
        yield from _table(("unit", "value"), values)


def _expected(value: object) -> str:
    if value is None:
        return "no part of it"
    parts = value if isinstance(value, tuple) else (value,)
    return " over ".join(f"{part:.10g}" for part in parts)


def _used(catalogue: Catalogue, metric: Metric, plans: Plans) -> Iterator[str]:
    used = uses(catalogue, metric.name, plans)
    if used.plans or used.replaces:
        yield from ("", "## Used by", "")
    yield from (f"- {_code(path)} ({role})" for path, role in used.plans)
    yield from (f"- [{name}]({name}.md), which it replaces" for name in used.replaces)


def _source(catalogue: Catalogue, name: str, source: Source | None) -> Iterator[str]:
    yield f"# {_prose(name)}"
    yield ""
    if source is None:
        yield "No file declares this table."
    else:
        yield _prose(source.description)
        yield ""
        yield f"- owner: {_prose(source.owner)}"
        yield f"- grain: one row for each {', '.join(_code(column) for column in source.grain)}"
        yield f"- time: {_code(source.time) if source.time else 'none'}"
        hours = source.freshness_hours
        yield f"- freshness: {f'the newest row is at most {hours:g} hours old' if hours else 'not agreed'}"
        yield f"- contract: {_code(source.contract) if source.contract else 'none'}"
        yield from ("", "## Columns", "")
        yield from _table(
            ("column", "type", "about", "used by"),
            (
                [
                    _code(column), one.type, _about(one.description, sensitive=one.sensitive),
                    _users(catalogue, name, column),
                ]
                for column, one in source.columns.items()
            ),
        )  # fmt: skip
    yield from ("", "## Metrics", "")
    metrics = [one for one in catalogue.metrics.values() if name in _sources(one)]
    yield from (f"- [{one.name}](../metrics/{one.name}.md)" for one in metrics)
    if not metrics:
        yield "No metric reads it."


def _sources(metric: Metric) -> set[str]:
    return {str(measure.source) for measure in metric.measures()}


def _users(catalogue: Catalogue, source: str, column: str) -> str:
    """Return the metrics that need a column of a source."""
    names = [name for name, one in catalogue.metrics.items() if column in _columns(one, source)]
    return ", ".join(f"[{name}](../metrics/{name}.md)" for name in names)


def _columns(metric: Metric, source: str) -> set[str]:
    found: set[str] = set()
    for number, measure in enumerate(metric.measures()):
        if measure.source != source:
            continue
        found |= {str(measure.unit), str(measure.time)}
        found |= set(metric.single) if number == 0 else set()
        for text in (*measure.filters, *([measure.value] if measure.value else [])):
            try:
                found |= columns(text)
            except ContentError:
                continue  # `metrics lint` says so
    return found


def _about(description: str, *, sensitive: bool) -> str:
    told = _prose(description)
    return f"**sensitive**. {told}".rstrip(". ") if sensitive else told


def _table(
    head: list[str] | tuple[str, ...], rows: Iterator[list[str]] | list[list[str]]
) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _prose(text: object) -> str:
    """Return a text on one line, of which no character begins HTML, a link or a column."""
    joined = " ".join(str(text).split())
    return re.sub(r"([\\\[\]|*_#`])", r"\\\1", joined.replace("&", "&amp;").replace("<", "&lt;"))


def _code(text: object) -> str:
    """Return a text as it stands, also in a cell of a table."""
    shown = " ".join(str(text).split())
    fence = "`" * (1 + max((len(run) for run in re.findall(r"`+", shown)), default=0))
    space = " " if not shown or shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{space}{shown}{space}{fence}".replace("|", "\\|")
