"""The planted truth comes out, whatever way its events came; what is broken is told.

DuckDB computes here, which starts at once: the same code makes the same rows on Spark.
"""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from groundrules.contracts import validate
from groundrules.errors import ContentError
from groundrules.reconcile import reconcile

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "data")]

import make_data  # noqa: E402

import monitor  # noqa: E402
import pipeline  # noqa: E402
import tell  # noqa: E402

UNTIL = make_data.UNTIL
FINAL = UNTIL - timedelta(days=pipeline.LATE_DAYS)  # later days wait for late events
BUILD = "import sys, pathlib, test_pipeline; test_pipeline.build(pathlib.Path(sys.argv[1]))"
RAW_CONTRACT = f"{ROOT / 'contracts' / 'raw.py'}:Raw"


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """Return a folder in which all was delivered and built; nobody changes it."""
    place = tmp_path_factory.mktemp("whole")
    make_data.deliver(place / "raw")
    build(place)
    return place


@pytest.fixture
def place(whole, tmp_path):
    """Return a copy of it to break."""
    shutil.copytree(whole, tmp_path / "p")
    return tmp_path / "p"


def build(place, until=UNTIL):
    return pipeline.build(until, "duckdb", place / "raw", place / "out")


def part(place, day, table="raw"):
    name = "events" if table == "raw" else "part"
    return place / table / f"day={day}" / f"{name}.parquet"


def totals(place):
    """Return events, purchases and revenue of each day, as the table holds them."""
    query = (ROOT / "sql" / "user_day_by_day.sql").read_text(encoding="utf-8")
    with duckdb.connect() as connection:
        connection.read_parquet(
            str(place / "out/user_day/*/*.parquet"), hive_partitioning=True
        ).create_view("data")
        rows = connection.execute(query).fetchall()
    names = ("events", "purchases", "revenue_cents")
    return {day: dict(zip(names, map(int, values), strict=True)) for day, *values in rows}


def state(place):
    files = sorted((place / "out").glob("*/day=*/part.parquet"))
    return {
        str(file.relative_to(place)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in files
    }


def change(file, **columns):
    """Write a raw file anew with other columns."""
    table = pq.ParquetFile(file).read()
    for name, values in columns.items():
        where = table.schema.get_field_index(name)
        table = table.set_column(where, name, values(table[name]))
    pq.write_table(table, file)


def broken(place):
    """Return the names of the rules that raw breaks."""
    return {r.name for r in validate(place / "raw", RAW_CONTRACT).rules if r.status == "failed"}


def held_against_the_source(place):
    queries = {
        f"query_{letter}": (ROOT / "sql" / f"{name}_by_day.sql").read_text(encoding="utf-8")
        for letter, name in (("a", "raw"), ("b", "user_day"))
    }
    return reconcile(
        place / "raw",
        place / "out/user_day",
        key=["event_day"],
        partition=["event_day"],
        **queries,
    )


def apart(place):
    return [str(one.partition[0]) for one in held_against_the_source(place).apart]


def unusual(place, day=UNTIL):
    rows = monitor.watch(day, raw=place / "raw", out=place / "out")
    return {row["check"] for row in rows if not row["usual"]}


def test_the_truth_is_that_of_the_file():
    assert (ROOT / "data" / "truth.csv").read_text(encoding="utf-8") == make_data.truth_table()


def test_the_planted_truth_comes_out_exactly(whole):
    found = totals(whole)
    days = [day for day in found if day <= FINAL]
    assert len(days) == (FINAL - make_data.START).days + 1
    assert {day: found[day] for day in days} == {day: make_data.truth(day) for day in days}


def test_events_come_twice_and_late_and_are_counted_once(whole):
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        raw = connection.read_parquet(str(whole / "raw/*/*.parquet"), hive_partitioning=True)
        ((rows, once, late),) = raw.aggregate(
            "count(*), count(DISTINCT event_id), count(*) FILTER (event_time::DATE < day)"
        ).fetchall()
    assert rows > once and late > 0
    assert sum(day["events"] for day in totals(whole).values()) == once


def test_metrics_are_by_their_definitions(whole):
    frame = monitor.read(monitor.Daily(whole / "out/metric_day"), [FINAL]).set_index("metric")
    truth = make_data.truth(FINAL)
    per_purchase = truth["revenue_cents"] / 100 / truth["purchases"]
    assert frame.loc["revenue_per_purchase", "value"] == pytest.approx(per_purchase, rel=1e-9)
    units = frame.loc["events_per_user", "units"]
    assert frame.loc["events_per_user", "value"] * units == pytest.approx(truth["events"])
    assert (frame["low"] < frame["value"]).all() and (frame["value"] < frame["high"]).all()


def test_a_rerun_changes_nothing(place):
    before = state(place)
    assert build(place) == {"user_day": [], "metric_day": []}
    assert state(place) == before


def test_made_anew_it_is_the_same_bytes(place):
    before = state(place)
    shutil.rmtree(place / "out")
    build(place)
    assert state(place) == before


def test_late_events_land_in_their_day(tmp_path):
    yesterday = UNTIL - timedelta(days=1)
    make_data.deliver(tmp_path / "raw", yesterday)
    build(tmp_path, yesterday)
    early = totals(tmp_path)
    make_data.deliver(tmp_path / "raw", UNTIL)
    made = build(tmp_path)
    assert made["user_day"] == [FINAL, yesterday, UNTIL]  # no other day may hold more
    now = totals(tmp_path)
    assert early[FINAL]["events"] < now[FINAL]["events"] == make_data.truth(FINAL)["events"]
    assert {d: v for d, v in now.items() if d < FINAL} == {
        d: v for d, v in early.items() if d < FINAL
    }


def test_what_the_state_says_is_not_believed_over_the_files(place):
    before = state(place)
    part(place, "2024-03-05", "out/user_day").write_bytes(b"PAR1")
    part(place, "2024-03-06", "out/metric_day").unlink()
    (place / "out/user_day/day=2024-03-07/_made.json").write_text("{}", encoding="utf-8")
    shutil.copy(
        part(place, "2024-03-08", "out/user_day"), place / "out/user_day/day=2024-03-08/x.parquet"
    )
    days = [date(2024, 3, day) for day in (5, 7, 8)]
    assert build(place)["user_day"] == days
    assert state(place) == before


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX's")
def test_killed_in_the_middle_and_run_again_it_is_as_if_never_killed(place):
    before = state(place)
    command = [sys.executable, "-c", BUILD, str(place)]
    for days in (1, 9):
        shutil.rmtree(place / "out")
        with subprocess.Popen(command, cwd=ROOT / "tests") as running:
            while len(state(place)) < days and running.poll() is None:
                time.sleep(0.002)
            os.kill(running.pid, signal.SIGKILL)
        assert days <= len(state(place)) < len(before)
        build(place)
        assert state(place) == before
    assert not list((place / "out").rglob("_aside*"))


def test_the_machine_s_zone_moves_nothing(whole, tmp_path):
    shutil.copytree(whole / "raw", tmp_path / "raw")
    subprocess.run(
        [sys.executable, "-c", BUILD, str(tmp_path)],
        cwd=ROOT / "tests",
        env={**os.environ, "TZ": "America/New_York"},
        check=True,
    )
    assert totals(tmp_path) == totals(whole)


def test_all_is_well_and_nobody_is_called(whole):
    assert broken(whole) == set()
    assert held_against_the_source(whole).agree
    assert [unusual(whole, UNTIL - timedelta(days=back)) for back in range(4)] == [set()] * 4


def test_a_missing_day_is_told(place):
    shutil.rmtree(place / "raw/day=2024-03-10")
    with pytest.raises(pipeline.MissingDayError, match="2024-03-10"):
        build(place)
    assert broken(place) == {"table: day is complete every 1D"}
    assert "2024-03-10" in apart(place)


def test_a_truncated_file_is_told(place):
    file = part(place, "2024-03-10")
    file.write_bytes(file.read_bytes()[:2000])
    with pytest.raises(ContentError, match="day=2024-03-10"):
        validate(place / "raw", RAW_CONTRACT)
    with pytest.raises(ContentError, match="day=2024-03-10"):
        build(place)


def test_another_currency_is_told(place):
    change(part(place, UNTIL), currency=lambda old: pa.array(["USD"] * len(old)))
    assert broken(place) == {"currency: isin(['EUR'])"}
    with pytest.raises(ContentError, match="currency"):
        build(place)


def test_another_schema_is_told(place):
    file = part(place, UNTIL)
    pq.write_table(pq.ParquetFile(file).read().rename_columns(
        ["event_id", "user", "event_time", "received_at", "kind", "amount_cents", "currency"]
    ), file)  # fmt: skip
    with pytest.raises(ContentError, match="other columns"):
        validate(place / "raw", RAW_CONTRACT)
    with pytest.raises(ContentError, match="other columns"):
        build(place)


def test_yesterday_delivered_again_is_told(place):
    shutil.copy(part(place, UNTIL - timedelta(days=1)), part(place, UNTIL))
    build(place)
    assert {"raw: freshness", "raw: hours", "user_day: volume"} <= unusual(place)


def test_a_file_delivered_twice_is_told_and_counted_once(place):
    shutil.copy(part(place, UNTIL), part(place, UNTIL).with_name("again.parquet"))
    before = totals(place)
    build(place)
    assert totals(place) == before
    assert broken(place) == {"table: unique day, event_id, received_at"}
    assert {"raw: volume", "raw: repeats"} <= unusual(place)


def test_events_that_come_too_late_are_told(place):
    folder = place / "raw/day=2024-03-20"
    shutil.copy(part(place, "2024-03-02"), folder / "found.parquet")
    change(
        folder / "found.parquet",
        event_id=lambda old: pa.array([one.as_py() + 500_000_000 for one in old]),
    )
    build(place)
    assert apart(place)[-1] == "2024-03-02"


def test_a_collapse_is_told(place):
    file = part(place, UNTIL)
    pq.write_table(pq.ParquetFile(file).read().slice(0, 200), file)
    build(place)
    assert {"raw: volume", "raw: freshness", "raw: hours", "user_day: volume"} <= unusual(place)


def test_prices_of_a_tenth_are_told(place):
    change(
        part(place, UNTIL),
        amount_cents=lambda old: pa.array([one.as_py() // 10 for one in old]),
    )
    build(place)
    assert broken(place) == set()
    assert unusual(place) == {"metric: revenue_per_purchase", "metric: revenue_per_user"}


def test_a_table_that_was_changed_is_told_by_the_source(place):
    file = part(place, "2024-03-10", "out/user_day")
    change(file, revenue_cents=lambda old: pa.array([one.as_py() + 1 for one in old]))
    assert apart(place) == ["2024-03-10"]


def told(place):
    """Return the answer of a place, and its criteria that do not hold."""
    raw, out = place / "raw", place / "out"
    monitor.keep(UNTIL, monitor.watch(UNTIL, raw=raw, out=out), out)
    answer = tell.answer(UNTIL, raw=raw, out=out)
    return answer, {one["name"]: one["said"] for one in answer["criteria"] if not one["holds"]}


def test_the_report_says_first_that_a_day_may_be_used(place):
    answer, odd = told(place)
    assert (answer["word"], answer["holds"], odd) == ("As it should be", True, {})
    days = (UNTIL - make_data.START).days + 1
    assert answer["criteria"][0]["said"] == f"{days} of {days} days"
    assert len(answer["files"]) == 2


def test_the_report_says_first_what_is_wrong(place):
    file = part(place, "2024-03-10", "out/user_day")
    change(file, revenue_cents=lambda old: pa.array([one.as_py() + 1 for one in old]))
    raw = part(place, UNTIL)
    pq.write_table(pq.ParquetFile(raw).read().slice(0, 200), raw)
    answer, odd = told(place)
    assert (answer["word"], answer["holds"]) == ("Not as it should be", False)
    assert "2024-03-10" in odd["agrees with the source"] and "raw: volume" in odd["deliveries"]
    assert "rows of user_day" not in odd  # nothing was built anew


def test_what_is_found_is_kept_and_calls(place, monkeypatch, capsys):
    monkeypatch.setattr(monitor, "OUT", place / "out")
    rows = [
        monitor.row("raw: volume", False, "too few", 1.0),
        monitor.row("raw: hours", True, "all"),
    ]
    monitor.keep(UNTIL, rows, place / "out")
    assert list(monitor.unusual(UNTIL, place / "out")["check"]) == ["raw: volume"]
    with pytest.raises(SystemExit, match="was not looked at"):
        monitor.unusual(UNTIL + timedelta(days=1), place / "out")
