"""How values are distributed: pandera's verdict on pandas, and each engine's on Parquet, are one."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa
import polars as pl
import pyarrow as arrow
import pytest
from hypothesis import strategies as st
from test_contract_checks import tables
from test_contract_engines import (
    ENGINES,
    KINDS,
    assert_judges_as_pandera,
    fewer,
)
from test_contract_whole import CASES, days, everyone, judged, told_in_full

from groundrules.contracts import checks
from groundrules.errors import ContentError

Draw = Callable[..., Any]


@st.composite
def drifting(draw: Draw) -> tuple[arrow.Table, pa.DataFrameSchema]:
    """Return a table and a contract about how its columns are distributed."""
    table, kinds = draw(tables())
    whole = []
    for name, kind in zip(table.column_names, kinds, strict=True):
        _types, values, _dtypes = KINDS[kind]
        bound = st.sampled_from([0.05, 0.2, 1, 5])
        if kind in ("integer", "float"):
            finite = st.sampled_from([float(v) for v in [*values, 0.5] if abs(v) < 1e301])
            edges = tuple(sorted(draw(st.sets(finite, min_size=1, max_size=4))))
            size = len(edges) + 1
            counts = draw(st.lists(st.integers(0, 3), min_size=size, max_size=size))
            reference: Any = checks.Histogram((counts[0] + 1, *counts[1:]), edges=edges)
            whole.append(checks.drift(name, reference, psi=draw(bound), ks=draw(bound)))
        if kind in ("text", "boolean") or (kind == "integer" and draw(st.booleans())):
            some = draw(st.lists(st.sampled_from(values), min_size=1, max_size=4, unique=True))
            whole.append(checks.drift(name, {one: 1 + n for n, one in enumerate(some)}))
            there = pl.from_arrow(table.select([name]))
            if kind != "integer" and table.column(name).null_count < table.num_rows:
                whole.append(checks.drift(name, there, psi=draw(bound)))
    columns = {table.column_names[0]: pa.Column("int8")} if kinds[0] == "integer" else {}
    return table, pa.DataFrameSchema(columns, checks=whole)


@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_judges_drift_as_pandera(tmp_path: Path, engine: Any) -> None:
    assert_judges_as_pandera(drifting(), engine, tmp_path, fewer(CASES // 2, engine), told_in_full)


@everyone
def test_drift_is_measured_by_the_formulas(tmp_path: Path, engine: Any) -> None:
    now = pd.DataFrame({"x": [1.0, 1.5, 2.0, 2.5, 9.0, None], "t": ["a", "a", "b", "z", "z", None]})

    def drift(*given: Any, **options: Any) -> tuple[str, str]:
        rule = judged(now, checks.drift(*given, **options), tmp_path, engine)
        assert rule.failures is None
        return rule.status, rule.detail

    frozen = checks.Histogram((5, 4, 1), edges=(1.0, 2.0))
    p, q = [0.2, 0.4, 0.4], [0.5, 0.4, 0.1]
    psi = sum((a - b) * math.log(a / b) for a, b in zip(p, q, strict=True))
    assert drift("x", frozen) == ("failed", f"psi {psi:.4g}, at most 0.2 asked")
    assert drift("x", frozen, psi=0.7)[0] == "passed"
    assert drift("x", frozen, ks=0.31) == ("passed", "ks 0.3, at most 0.31 asked")
    assert drift("x", frozen, psi=1, ks=0.29)[0] == "failed"
    p, q = [0.4, 0.2, 0.4], [0.5, 0.5, 0.0001]  # the last is what has no category
    psi = sum((a - b) * math.log(a / b) for a, b in zip(p, q, strict=True))
    assert drift("t", {"a": 3, "b": 3}) == ("failed", f"psi {psi:.4g}, at most 0.2 asked")
    assert drift("x", now) == drift("t", now) == ("passed", "psi 0, at most 0.2 asked")
    nothing = now.assign(x=None).astype({"x": float})
    rule = judged(nothing, checks.drift("x", frozen), tmp_path, engine)
    assert (rule.status, rule.detail) == ("failed", "x holds no value to compare")


def test_ks_at_every_value_is_that_of_scipy(tmp_path: Path) -> None:
    from scipy.stats import ks_2samp

    random = np.random.default_rng(4)
    then, now = random.normal(0, 1, 40), random.normal(0.3, 1, 50)
    edges = tuple(sorted({*then, *now}))
    counts = np.histogram(then, [-np.inf, *np.nextafter(edges, np.inf), np.inf])[0]
    frozen = checks.Histogram(tuple(counts.tolist()), edges=edges)
    rule = judged(pd.DataFrame({"x": now}), checks.drift("x", frozen, ks=1), tmp_path, "duckdb")
    assert rule.detail == f"ks {ks_2samp(then, now).statistic:.4g}, at most 1 asked"


def test_a_histogram_can_be_written_into_a_contract(tmp_path: Path) -> None:
    numbers = pd.DataFrame({"x": [*range(100), math.inf, math.nan], "t": ["b", "a", *["a"] * 100]})
    numbers.to_parquet(tmp_path / "then.parquet")
    frozen = checks.histogram(tmp_path / "then.parquet", "x", bins=4)
    assert frozen == eval(repr(frozen), {"Histogram": checks.Histogram})
    assert (frozen.edges, frozen.counts) == ((24.0, 49.0, 74.0), (25, 25, 25, 26))
    assert checks.histogram(numbers, "x", bins=4) == frozen
    assert checks.histogram(pl.from_pandas(numbers), "x", bins=4) == frozen
    texts = checks.histogram(numbers, "t")
    assert (texts.categories, texts.counts) == (("a", "b"), (101, 1))
    constant = checks.histogram(pd.DataFrame({"x": [5, 5, 5]}), "x")
    assert constant.counts == (0, 3, 0)  # what is less than all that was seen is news
    for column, trouble in (("gone", "no column 'gone'"), ("n", "'n' holds no number")):
        with pytest.raises(ContentError, match=trouble):
            checks.histogram(pd.DataFrame({"n": [math.nan]}), column)
    with pytest.raises(ContentError, match="'t' holds more than 1,000 values"):
        checks.histogram(pd.DataFrame({"t": [str(n) for n in range(1001)]}), "t")
    with pytest.raises(ContentError, match="'t' holds time"):
        checks.histogram(days(1).rename(columns={"at": "t"}), "t")


def test_another_kind_than_the_reference_fails(tmp_path: Path) -> None:
    frame = pd.DataFrame({"x": [1.0], "t": ["a"]})
    for check, detail in (
        (
            checks.drift("t", checks.Histogram((1, 1), edges=(0.0,))),
            "t holds text, the reference numbers",
        ),
        (checks.drift("x", {"a": 1}), "x holds float, the reference text"),
        (
            checks.drift("t", {"a": 1}, ks=0.1),
            "ks is about numbers, and the reference has categories",
        ),
    ):
        rule = judged(frame, check, tmp_path, "auto")
        assert (rule.status, rule.detail) == ("failed", detail)
