"""A metric's own examples, run: do the rows give each unit the value that the definition says?"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from groundrules.errors import ContentError
from groundrules.metrics.form import Example, Metric, Source
from groundrules.tables.relations import Relations

_UNITS = "units of the example"
_TYPES = {
    "text": "string", "integer": "int64", "decimal": "float64", "boolean": "bool_", "date": "date32",
    "timestamp": "timestamp", "other": "string",
}  # fmt: skip

Value = float | tuple[float, float] | None
"""Of a unit: a number, of a ratio numerator and denominator, or None where it is no part of the metric."""


def misses(
    metric: Metric,
    example: Example,
    sources: Mapping[str, Source],
    *,
    spark: bool,
    tell: Callable[[str], None],
) -> list[str]:
    """Return what does not hold, in a sentence each.

    Raises ContentError for rows that do not fit their source, and for what the engine refuses.
    """
    found, nulls, mixed = _run(metric, example, sources, spark=spark, tell=tell)
    said = [
        f"unit {unit} is to be {_shown(expected)}, and is {_shown(found[unit])}"
        for unit, expected in sorted(example.expect.items())
        if not _same(expected, found[unit])
    ]
    if metric.nulls == "refuse" and nulls:
        said.append(
            f"{nulls} of its rows hold no value, and the metric refuses those (nulls: refuse)"
        )
    return [*said, *(f"its rows hold more than one `{column}` (single)" for column in mixed)]


def _run(
    metric: Metric,
    example: Example,
    sources: Mapping[str, Source],
    *,
    spark: bool,
    tell: Callable[[str], None],
) -> tuple[dict[str, Value], int, list[str]]:
    from groundrules.metrics.units import (
        DAY,
        EXPOSED,
        UNIT,
        VARIANT,
        Timeline,
        columns_of,
        per_unit,
    )

    names = columns_of(metric)
    with TemporaryDirectory() as folder:
        rows = _by_source(metric, example)
        tables = {
            name: _table(name, rows.get(name, ()), sources)
            for name in sorted({measure.source or "" for measure in metric.measures()})
        }
        begin, end = _days(metric, tables)
        units = [{UNIT: unit, VARIANT: "", EXPOSED: begin} for unit in sorted(example.expect)]
        tables[_UNITS] = _arrow(units, {UNIT: "text", VARIANT: "text", EXPOSED: "integer"}, _UNITS)
        with opened(tables, Path(folder), spark=spark, tell=tell) as relations:
            whole = [
                name for name in tables if name in sources and _is_whole(metric, name, sources)
            ]
            table = per_unit(
                relations,
                relations.table(_UNITS),
                [metric],
                Timeline(end=end, days=max(1, (end - begin) // DAY)),
                whole,
            )
            found = relations.rows(table)
    values = {row[UNIT]: _value(metric, row, names.numerator, names.denominator) for row in found}
    mixed = [
        column
        for column, least, greatest in names.single
        if len({row[name] for row in found for name in (least, greatest)} - {None}) > 1
    ]
    return values, sum(int(row[names.nulls]) for row in found), mixed


def opened(
    tables: Mapping[str, Any], folder: Path, *, spark: bool, tell: Callable[[str], None]
) -> Relations:
    """Return Arrow tables as an engine's, through Parquet files in a folder."""
    import pyarrow.parquet as pq

    from groundrules.tables.address import Files

    addresses = {}
    for number, (name, table) in enumerate(tables.items()):
        path = folder / f"{number}.parquet"
        pq.write_table(table, path)
        addresses[name] = Files(path)
    if spark:
        from groundrules.tables.relations_spark import SparkRelations

        return SparkRelations(addresses, tell)
    from groundrules.tables.relations_duck import DuckRelations

    return DuckRelations(addresses, tell)


def _by_source(metric: Metric, example: Example) -> Mapping[str, tuple[dict[str, Any], ...]]:
    if isinstance(example.rows, dict):
        known = {measure.source for measure in metric.measures()}
        for name in example.rows:
            if name not in known:
                raise ContentError(f"it has rows of `{name}`, which the metric does not read")
        return example.rows
    return {metric.source: example.rows}


def _table(name: str, rows: tuple[dict[str, Any], ...], sources: Mapping[str, Source]) -> Any:
    if name not in sources:
        raise ContentError(
            f"the source `{name}` is not declared, so the types of its columns are unknown"
        )
    types: dict[str, str] = {column: one.type for column, one in sources[name].columns.items()}
    return _arrow(list(rows), types, name)


def _arrow(rows: list[dict[str, Any]], types: Mapping[str, str], where: str) -> Any:
    """Return rows as an Arrow table of the declared columns; those that a row leaves out are NULL."""
    import pyarrow as pa

    for row in rows:
        for column in row:
            if column not in types:
                raise ContentError(f"{where} declares no column `{column}`")
    arrays = {
        column: pa.array(
            [_read(row.get(column), kind, f"{where}.{column}") for row in rows],
            pa.timestamp("us", tz="UTC") if kind == "timestamp" else getattr(pa, _TYPES[kind])(),
        )
        for column, kind in types.items()
    }
    return pa.table(arrays)


def _read(value: Any, kind: str, where: str) -> Any:
    """Return a value as YAML holds it, in the type of its column."""
    try:
        if value is None:
            return None
        if kind == "timestamp":
            time = datetime.fromisoformat(str(value))
            return time if time.tzinfo else time.replace(tzinfo=UTC)
        if kind == "date":
            return date.fromisoformat(str(value))
        if kind == "decimal":
            return float(value)
    except ValueError as error:
        raise ContentError(f"{where}: {value!r} is no {kind}") from error
    fits = {"integer": int, "boolean": bool}.get(kind, str)
    if not isinstance(value, fits) or (fits is int and isinstance(value, bool)):
        raise ContentError(f"{where}: {value!r} is no {kind}; a text of digits needs quotes")
    return value


def _days(metric: Metric, tables: Mapping[str, Any]) -> tuple[int, int]:
    """Return the start of the earliest row's day and the end of the latest's, in microseconds."""
    from groundrules.metrics.units import DAY

    times = sorted(_times(metric, tables))
    if not times:
        return 0, DAY
    return times[0] - times[0] % DAY, times[-1] - times[-1] % DAY + DAY


def _times(metric: Metric, tables: Mapping[str, Any]) -> Iterator[int]:
    import pyarrow as pa

    for measure in metric.measures():
        table = tables[measure.source or ""]
        if measure.time not in table.column_names:
            raise ContentError(f"{measure.source} declares no column `{measure.time}`")
        column = table[measure.time].cast(pa.timestamp("us", tz="UTC")).cast(pa.int64())
        yield from (time for time in column.to_pylist() if time is not None)


def _is_whole(metric: Metric, name: str, sources: Mapping[str, Source]) -> bool:
    times = {measure.time for measure in metric.measures() if measure.source == name}
    return all(sources[name].columns[time].type == "date" for time in times if time)


def _value(metric: Metric, row: Mapping[str, Any], over: str, under: str | None) -> Value:
    if metric.type == "ratio" and under:
        return float(row[over]), float(row[under])
    if under and not row[under]:
        return None
    return None if row[over] is None else float(row[over])


def _same(expected: Value, found: Value) -> bool:
    if expected is None or found is None:
        return expected is found
    left = expected if isinstance(expected, tuple) else (expected,)
    right = found if isinstance(found, tuple) else (found,)
    return len(left) == len(right) and all(
        math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9) for a, b in zip(left, right, strict=True)
    )


def _shown(value: Value) -> str:
    if value is None:
        return "no part of the metric"
    parts = value if isinstance(value, tuple) else (value,)
    return " over ".join(f"{part:.10g}" for part in parts)
