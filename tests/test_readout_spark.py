"""The same plan on DuckDB and on Spark gives the same numbers to ten digits."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from experiments import METRICS, study_of, tables_of

from groundrules.readout.report.json import json as as_json
from groundrules.readout.run import readout
from groundrules.readout.study import Study
from groundrules.tables.address import parse
from groundrules.tables.relations import Relations

pytestmark = pytest.mark.spark
SECONDARY = [{"metric": name} for name in METRICS if name not in ("revenue", "hours")]


def _numbers(value: Any, path: str = "") -> dict[str, Any]:
    if isinstance(value, dict):
        return {
            k: v for key, one in value.items() for k, v in _numbers(one, f"{path}.{key}").items()
        }
    if isinstance(value, list):
        return {
            k: v for n, one in enumerate(value) for k, v in _numbers(one, f"{path}[{n}]").items()
        }
    return {path: value}


def _read(relations: Relations, asked: Study) -> dict[str, Any]:
    with relations:
        found = readout(relations, asked, segments=["platform"])
    assert not found.refusals
    return _numbers(json.loads(as_json(found)))


@pytest.mark.parametrize(
    "plan",
    [
        {"secondary": SECONDARY, "segments": ["country"]},
        {
            "cluster": ["city"],
            "secondary": [{"metric": "order_value"}],
            "stopping": {"design": "group-sequential", "looks": [10, 14]},
        },
    ],
    ids=["users", "clusters"],
)
def test_spark_and_duckdb_give_the_same_numbers(plan: dict[str, Any], tmp_path: Path) -> None:
    from groundrules.tables.relations_duck import DuckRelations
    from groundrules.tables.relations_spark import SparkRelations

    world = {"users": 3000, "clusters": 40 if "cluster" in plan else 0, "more": 0.1}
    addresses: dict[str, Any] = {}
    for name, table in tables_of(seed=5, **world).items():
        pq.write_table(table, tmp_path / f"{name}.parquet")
        addresses[name] = parse(tmp_path / f"{name}.parquet")
    asked = study_of(**plan)
    ours = _read(DuckRelations(addresses, lambda _: None), asked)
    theirs = _read(SparkRelations(addresses, lambda _: None), asked)
    assert ours.keys() == theirs.keys()
    for path, value in ours.items():
        if isinstance(value, float):
            assert math.isclose(value, theirs[path], rel_tol=1e-10), path
        else:
            assert value == theirs[path], path
