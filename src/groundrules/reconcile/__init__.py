"""Two tables held against each other: source and warehouse, the old pipeline and the new.

What counts as the same is written in `standards/data/reconcile-semantics.md`, line by line, and each
line is tested. In short: null is null, NaN is NaN, both zeros are one; numbers are compared as
numbers whatever their type, text exactly, times as points in time; what cannot be compared (text
with numbers, a time with a zone with one without) never agrees; nor do columns that only one side
has, keys that are null and keys that are repeated.

`opening` opens both in one DuckDB and `plan` pairs their columns (`kinds`, `forms`); `prints` takes
the fingerprints, one pass a side; where they differ `keyed` or `rows` compares, and `grain` sums.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

from groundrules.errors import MissingExtraError
from groundrules.reconcile.result import (
    ColumnResult,
    PartitionResult,
    Reconciliation,
    SideResult,
)

__all__ = ["ColumnResult", "PartitionResult", "Reconciliation", "SideResult", "reconcile"]


def reconcile(
    a: str | Path,
    b: str | Path,
    *,
    key: Sequence[str] = (),
    grain: Sequence[str] = (),
    partition: Sequence[str] = (),
    columns: Sequence[str] | None = None,
    ignore: Sequence[str] = (),
    tolerance: Mapping[str, float | str] | None = None,
    rel_tolerance: Mapping[str, float | str] | None = None,
    query_a: str | None = None,
    query_b: str | None = None,
    samples: int = 0,
    report: Callable[[str], None] | None = None,
) -> Reconciliation:
    """Compare two tables, and return whether they agree and where they do not.

    a, b: addresses (`groundrules.tables.address`); with a query, that of a database or a file.
    key: columns by which rows are matched, one row a key; `grain`: columns by whose groups counts
        and sums are compared; without either, tables are compared as multisets of rows.
    partition: columns by which fingerprints are taken: rows are compared only in the partitions
        that differ, and those are listed. By default buckets of the key's hash.
    columns: the only ones to compare; `ignore`: those to leave out.
    tolerance, rel_tolerance: by column how far numbers (or sums of a grain) may be apart, in its
        unit and as a share of the larger one; within one of them is enough. Text is taken as a decimal.
    query_a, query_b: a SELECT run once in the database; a file is known to it as `data`.
    samples: at most so many rows are kept of each kind of difference.
    report: called with a line before each long step.

    Raises UsageError for what is not there or contradicts itself, ContentError for data that
    cannot be read or change meanwhile, MissingExtraError without DuckDB.
    """
    for package in ("duckdb", "pyarrow"):
        if find_spec(package) is None:
            raise MissingExtraError("reconcile", "data", package)
    # Late: DuckDB and pyarrow take their time to import.
    from groundrules.reconcile.compare import compare
    from groundrules.reconcile.opening import open_side
    from groundrules.reconcile.options import Options, check, tolerances
    from groundrules.reconcile.plan import make_plan
    from groundrules.tables.duck import DuckTables

    options = Options(
        tuple(key), tuple(grain), tuple(partition), None if columns is None else tuple(columns),
        tuple(ignore), tolerances(tolerance or {}, rel_tolerance or {}), samples,
    )  # fmt: skip
    check(options)
    with DuckTables(report or (lambda _line: None)) as tables:
        sides = [
            open_side(tables, letter, where, query)
            for letter, where, query in (("A", a, query_a), ("B", b, query_b))
        ]
        plan = make_plan(sides[0], sides[1], options)
        result = compare(tables, plan, report or (lambda _line: None))
        tables.check_unchanged()
    return result
