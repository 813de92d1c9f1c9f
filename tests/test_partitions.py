"""Tables of days: what is stale, what a day that is put there is, on DuckDB and Spark; what the next value is to be."""

from __future__ import annotations

import math
import multiprocessing
from datetime import date
from pathlib import Path
from typing import Any

import ibis
import numpy as np
import pyarrow as arrow
import pytest
from conftest import ROOT
from pyarrow import parquet
from scipy import stats

from groundrules.errors import ContentError, UsageError
from groundrules.metrics import catalogue
from groundrules.metrics.computing import compute
from groundrules.metrics.periods import Span
from groundrules.partitions import (
    METRIC_TABLE,
    Daily,
    Engine,
    Stale,
    held,
    metric_table,
    put,
    stale,
)
from groundrules.statistics.expected import next_value

DAYS = [date(2024, 3, day) for day in (1, 2, 3)]
ENGINES = ["duckdb", pytest.param("spark", marks=pytest.mark.spark)]


def _write(table: Daily, day: date, numbers: list[int], name: str = "a.parquet") -> Path:
    table.place(day).mkdir(parents=True, exist_ok=True)
    file = table.place(day) / name
    parquet.write_table(arrow.table({"n": arrow.array(numbers, arrow.int64())}), file)
    return file


@pytest.fixture
def raw(tmp_path: Path) -> Daily:
    table = Daily(tmp_path / "raw")
    for number, day in enumerate(DAYS):
        _write(table, day, [number, 5])
    return table


def _make(raw: Daily, out: Daily, code: str = "1") -> list[date]:
    parts = stale(out, {day: raw.files(day, day) for day in raw.days()}, [code])
    for part in parts:
        rows = [
            n for file in part.inputs for n in parquet.ParquetFile(file).read()["n"].to_pylist()
        ]
        table = arrow.table({"total": [sum(rows)]})
        put(out, part, lambda file, table=table: parquet.write_table(table, file))
    return [part.day for part in parts]


def test_days_and_their_files(raw: Daily) -> None:
    assert (raw.days(), Daily(raw.folder / "none").days()) == (DAYS, [])
    more = _write(raw, DAYS[1], [7], "b.parquet")
    (raw.place(DAYS[1]) / "_hidden.parquet").write_bytes(b"")
    assert raw.files(DAYS[1], DAYS[2]) == [
        raw.place(DAYS[1]) / "a.parquet", more, raw.place(DAYS[2]) / "a.parquet",
    ]  # fmt: skip
    more.write_bytes(b"")
    with pytest.raises(ContentError, match=r"b\.parquet is empty"):
        raw.files(DAYS[0], DAYS[2])
    _write(raw, DAYS[0], [1]).parent.rename(raw.folder / "day=yesterday")
    with pytest.raises(ContentError, match="day=yesterday: no day"):
        raw.days()


def test_what_has_other_contents_is_stale_and_nothing_else(raw: Daily, tmp_path: Path) -> None:
    out = Daily(tmp_path / "out")
    assert (_make(raw, out), _make(raw, out)) == (DAYS, [])
    (raw.place(DAYS[0]) / "a.parquet").touch()
    assert _make(raw, out) == []
    _write(raw, DAYS[0], [1, 5])  # other contents
    _write(raw, DAYS[1], [0], "b.parquet")  # another file
    assert _make(raw, out) == DAYS[:2]
    made = out.place(DAYS[2])
    for harm in (
        lambda: (made / "part.parquet").write_bytes(b"PAR1"),
        lambda: (made / "part.parquet").unlink(),
        lambda: (made / "_made.json").write_text("{"),
        lambda: (made / "_made.json").write_text('{"inputs": {}, "code": "", "output": ""}'),
        lambda: _write(out, DAYS[2], [1], "more.parquet"),
    ):
        harm()
        assert _make(raw, out) == [DAYS[2]]
        assert [file.name for file in sorted(made.iterdir())] == ["_made.json", "part.parquet"]
    assert _make(raw, out, code="2") == DAYS


def test_a_project_that_moved_has_nothing_stale(raw: Daily, tmp_path: Path) -> None:
    _make(raw, Daily(tmp_path / "out"))
    (tmp_path / "new").mkdir()
    for name in ("raw", "out"):
        (tmp_path / name).rename(tmp_path / "new" / name)
    assert _make(Daily(tmp_path / "new/raw"), Daily(tmp_path / "new/out")) == []


def test_a_write_that_fails_leaves_the_day_as_it_was(raw: Daily, tmp_path: Path) -> None:
    out = Daily(tmp_path / "out")
    _make(raw, out)
    file = out.place(DAYS[0]) / "part.parquet"
    was = file.read_bytes()

    def fails(aside: Path) -> None:
        aside.write_bytes(b"half")
        (aside.with_name(f"{aside.name}.spark") / "x").mkdir(parents=True)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        put(out, Stale(DAYS[0], (), {}, ""), fails)
    assert file.read_bytes() == was
    assert len(list(file.parent.iterdir())) == 4
    with held(out):
        assert len(list(file.parent.iterdir())) == 2
    assert _make(raw, out) == []


def _try(folder: Path, said: Any) -> None:
    try:
        with held(Daily(folder)):
            said.put("held")
    except ContentError as error:
        said.put(str(error))


def test_a_second_run_stops(tmp_path: Path) -> None:
    there = multiprocessing.get_context("spawn")
    said = there.Queue()
    for expected, free in (("another run", False), ("held", True)):
        process = there.Process(target=_try, args=(tmp_path, said))
        if free:
            process.start()
            answer = said.get(timeout=60)
        else:
            with held(Daily(tmp_path)):
                process.start()
                answer = said.get(timeout=60)
        process.join()
        assert expected in answer


@pytest.mark.parametrize("name", ENGINES)
def test_an_engine_writes_what_the_expression_says(name: Any, raw: Daily, tmp_path: Path) -> None:
    with Engine(name) as engine, engine.open(raw=raw.some(raw.files(DAYS[1], DAYS[2]))) as tables:
        table = tables.table("raw")
        sums = table.group_by("day").aggregate(total=table["n"].sum(), half=table["n"].mean() / 2)
        tables.write(sums.order_by(ibis.desc("day")), tmp_path / "x.parquet", ["total"])
        tables.check_unchanged()
        _write(raw, DAYS[0], [9])  # no part of it
        tables.check_unchanged()
        _write(raw, DAYS[1], [9, 9, 9])
        with pytest.raises(ContentError, match="changed while"):
            tables.check_unchanged()
    found = parquet.ParquetFile(tmp_path / "x.parquet").read()
    assert found.to_pylist() == [
        {"day": DAYS[1], "total": 6, "half": 1.5},
        {"day": DAYS[2], "total": 7, "half": 1.75},
    ]
    assert found.schema.types == [arrow.date32(), arrow.int64(), arrow.float64()]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["raw", "x.parquet"]


@pytest.mark.spark
def test_the_same_rows_of_spark_are_the_same_bytes(raw: Daily, tmp_path: Path) -> None:
    with Engine("spark") as engine, engine.open(raw=raw.some(raw.files(*DAYS[::2]))) as tables:
        tables.write(tables.table("raw"), tmp_path / "x.parquet", ["day", "n"])
    file = parquet.ParquetFile(tmp_path / "x.parquet")
    assert file.metadata.created_by.startswith("parquet-cpp-arrow")  # Java's are not
    assert file.schema_arrow.metadata is None


def test_no_other_engine() -> None:
    with pytest.raises(UsageError, match="duckdb or spark"):
        Engine("hive")  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ENGINES)
def test_a_metric_table_holds_what_metrics_compute_says(name: Any, tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    table = Daily(tmp_path / "sessions")
    known = catalogue.read((ROOT / "standards" / "metrics",))
    metric = known.metrics["sessions_per_user"]
    count = 300
    when = np.datetime64("2024-03-01") + rng.integers(0, 3 * 86_400, count).astype("timedelta64[s]")
    frame = {
        "session_id": [f"s{n}" for n in range(count)],
        "user_id": [f"u{n}" for n in rng.integers(0, 40, count)],
        "started_at": arrow.array(when.astype("datetime64[us]"), arrow.timestamp("us")),
    }
    for day in DAYS:
        table.place(day).mkdir(parents=True)
        chosen = np.flatnonzero(when.astype("datetime64[D]") == np.datetime64(day))
        parquet.write_table(arrow.table(frame).take(chosen), table.place(day) / "a.parquet")
    wanted = [*DAYS, date(2024, 3, 9)]
    with (
        Engine(name) as engine,
        engine.open(sessions=table.some(table.files(*DAYS[::2]))) as tables,
    ):
        made = metric_table(tables, [metric], wanted)
    (told,) = compute(
        known, [metric.name], [f"sessions={table.folder}"], by=["day"], span=Span(), tell=print
    )
    assert (list(made), made[wanted[3]].num_rows) == (wanted, 0)
    assert {one.schema for one in made.values()} == {METRIC_TABLE}
    for day, point in zip(DAYS, told.points, strict=True):
        (row,) = made[day].to_pylist()
        level = point.level
        assert (row["metric"], row["version"], row["units"]) == (
            metric.name,
            metric.version,
            level.units,
        )
        for key in ("value", "low", "high"):
            assert row[key] == pytest.approx(getattr(level, key), rel=1e-9)


def test_the_next_value_is_where_it_was_expected_as_often_as_said() -> None:
    rng = np.random.default_rng(20240301)
    tries = 4_000
    for count, level in ((3, 0.9), (14, 0.99)):
        values = rng.normal(10, 3, (tries, count + 1))
        inside = 0
        for *before, new in values:
            low, high = next_value(before, level)
            inside += low <= new <= high
        assert stats.binomtest(inside, tries, level).pvalue > 0.001
    assert all(map(math.isnan, next_value([1, 2], 0.9)))
    assert next_value([2, 2, 2], 0.9) == (2, 2)
