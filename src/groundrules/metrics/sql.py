"""A metric's SQL for people: what DuckDB and Spark are asked, without any data at hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir

from groundrules.errors import ContentError, UsageError
from groundrules.metrics.catalogue import Catalogue
from groundrules.metrics.columns import pieces_of
from groundrules.metrics.expression import compile_condition
from groundrules.metrics.form import Metric
from groundrules.metrics.gathering import gathered
from groundrules.metrics.lint_rule import Context
from groundrules.metrics.units import EXPOSED, UNIT, VARIANT, Timeline, per_unit
from groundrules.tables.relations import Relations

DIALECTS = {"duckdb": "DuckDB", "pyspark": "Spark"}


class _Declared(Relations):
    """Tables of which only the columns are known."""

    def __init__(self, tables: Mapping[str, ir.Table], dialect: str) -> None:
        super().__init__()
        self._tables = dict(tables)
        self.dialect = dialect

    def rows(self, expression: ir.Table) -> list[dict[str, Any]]:
        raise UsageError("there are no data here")

    def keep(self, expression: ir.Table, name: str) -> ir.Table:
        raise UsageError("there are no data here")

    def write(self, expression: ir.Table, file: Path, order: Sequence[str] = ()) -> None:
        raise UsageError("there are no data here")

    def check_unchanged(self) -> None: ...

    def close(self) -> None: ...


def of_units(catalogue: Catalogue, metric: Metric, dialect: str) -> list[str]:
    """Return what is asked of each source for one number a unit, over all its rows, as a reader wants it.

    How nulls, missing units, caps and windows are dealt with is said in words elsewhere. Raises UsageError for
    undeclared sources, ContentError for columns that they do not declare.
    """
    relations = _declared(catalogue, metric, dialect)
    queries: list[str] = []
    for piece in pieces_of(metric):
        if piece.span != "outcome" or piece.what != "value":
            continue
        measure, source = piece.measure, relations.table(str(piece.measure.source))
        if str(measure.unit) not in source.columns:
            raise ContentError(f"{measure.source} declares no column `{measure.unit}`")
        conditions = [compile_condition(one, source) for one in measure.filters]
        rows = source.filter(*conditions) if conditions else source
        name = "denominator" if queries else "numerator"
        value = rows.count() if measure.value is None else gathered(rows, measure)
        found = rows.group_by(rows[str(measure.unit)].name("unit")).aggregate(**{name: value})
        queries.append(relations.sql(found))
    return queries


def of_experiment(catalogue: Catalogue, metric: Metric, dialect: str) -> str:
    """Return the query for one row a unit of an experiment, from a table `exposures`.

    Its columns are unit (text), variant (text) and exposed (microseconds since 1970). The end of the experiment is
    written as 9007199254740991: put its own there.
    """
    relations = _declared(catalogue, metric, dialect)
    exposures = ibis.table({UNIT: "string", VARIANT: "string", EXPOSED: "int64"}, name="exposures")
    end = 2**53 - 1
    return relations.sql(per_unit(relations, exposures, [metric], Timeline(end=end, days=14)))


def _declared(catalogue: Catalogue, metric: Metric, dialect: str) -> _Declared:
    tables = Context(catalogue).tables
    for measure in metric.measures():
        if measure.source not in tables:
            raise UsageError(
                f"the source `{measure.source}` is not declared: write sources/{measure.source}.yaml"
            )
    return _Declared(tables, dialect)
