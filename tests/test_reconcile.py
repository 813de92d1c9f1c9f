"""`groundrules reconcile`: the verdict and its report, and what cannot be compared is said so."""

from __future__ import annotations

import gzip
import json
import math
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as arrow
import pytest
from conftest import Run
from pyarrow import parquet

from groundrules.errors import ContentError, GroundrulesError, UsageError
from groundrules.reconcile import reconcile


def _parquet(file: Path, **columns: Any) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    parquet.write_table(arrow.table(columns), file)
    return file


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """Orders of a source and of the warehouse made of it, which lost and changed some."""
    a = _parquet(
        tmp_path / "source.parquet",
        id=list(range(10)),
        day=["mon"] * 5 + ["tue"] * 5,
        name=[f"secret-{n}" for n in range(10)],
        amount=[Decimal(n) / 4 for n in range(10)],
    )
    b = _parquet(
        tmp_path / "warehouse.parquet",
        id=[*range(1, 10), 99],
        day=["mon"] * 4 + ["tue"] * 6,
        name=["secret-1", "SECRET-2 ", *(f"secret-{n}" for n in range(3, 10)), "secret-x"],
        amount=[*(n / 4 for n in range(1, 9)), 2.26, 7.0],
    )
    return a, b


def test_the_verdict_comes_first_and_no_value_without_asking(
    run: Run, two: tuple[Path, Path]
) -> None:
    done = run("reconcile", *map(str, two), "--key", "id", "--partition", "day")
    assert done.returncode == 1
    first, *_ = done.stdout.splitlines()
    assert first == (
        "A and B DIFFER: 1 row only in A, 1 only in B, 2 of 9 shared keys with another value"
    )
    for line in (
        "amount  11.25  18.26   7.01  +62.31 %",
        "DIFFERS name: 1 of 9 shared keys, 1 of them in case or surrounding spaces only",
        "DIFFERS amount: 1 of 9 shared keys (DECIMAL(3,2) and DOUBLE as numbers)",
        "Partitions by day: 2 of 2 differ",
        "mon: 5 rows in A, 4 in B; 1 only in A, 0 only in B, 1 with another value",
    ):
        assert line in done.stdout
    for output in (done.stdout, run("reconcile", *map(str, two), "--format", "json").stdout):
        assert "ecret" not in output.lower().replace("warehouse", "")
    samples = run("reconcile", *map(str, two), "--key", "id", "--samples", "1").stdout
    assert "only in A: id 0\n" in samples
    assert "only in B: id 99\n" in samples
    assert 'changed: id 2; name "secret-2" and "SECRET-2 "\n' in samples


def test_tables_that_agree(run: Run, two: tuple[Path, Path]) -> None:
    a = str(two[0])
    done = run("reconcile", a, a, "--key", "id")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("A and B agree on 10 rows\n")
    by_grain = run("reconcile", a, a, "--grain", "day")
    assert by_grain.stdout.startswith("A and B agree on 10 rows by counts and sums of 2 groups\n")
    assert "skipped name (VARCHAR has no sum)" in by_grain.stdout


def test_json_is_one_object(run: Run, two: tuple[Path, Path]) -> None:
    done = run("reconcile", *map(str, two), "--grain", "day", "--samples", "5", "--format", "json")
    found = json.loads(done.stdout)
    assert done.returncode == 1
    assert (found["version"], found["agree"], found["changed"], found["recounted"]) == (
        1,
        False,
        2,
        2,
    )
    (amount,) = (one for one in found["columns"] if one["name"] == "amount")
    assert (amount["sum_a"], amount["sum_b"], amount["differing"]) == (11.25, 18.26, 1)
    assert {one["key"]["day"]: one["rows"] for one in found["samples"]} == {
        "mon": {"a": 5, "b": 4}, "tue": {"a": 5, "b": 6},
    }  # fmt: skip


def test_repeated_and_missing_keys_are_counted_and_differ(tmp_path: Path) -> None:
    same = _parquet(tmp_path / "a.parquet", k=["a", "a", None, "b"], j=[1, 1, 1, 1], v=[1, 2, 3, 4])
    result = reconcile(same, same, key=["k", "j"], samples=5)
    assert not result.agree
    for side in (result.a, result.b):
        assert (side.rows, side.null_keys, side.repeated_keys, side.repeated_rows) == (4, 1, 1, 2)
    assert (result.shared, result.changed) == (1, 0)
    assert result.samples == (
        {"kind": "repeated in A and B", "key": {"k": "a", "j": 1}, "rows": 2},
    )
    once = _parquet(tmp_path / "b.parquet", k=["a", "b", "c"], j=[1, 1, 1], v=[1, 5, 6])
    result = reconcile(same, once, key=["k", "j"])
    assert (result.a.only, result.b.only, result.shared, result.changed) == (0, 1, 1, 1)


def test_columns_that_one_side_has(run: Run, tmp_path: Path) -> None:
    a = _parquet(tmp_path / "a.parquet", k=[1], old=[1], Name=["x"])
    b = _parquet(tmp_path / "b.parquet", k=[1], new=[1], name=["x"])
    done = run("reconcile", str(a), str(b), "--key", "k")
    assert done.stdout.startswith("A and B DIFFER: 2 columns only in A, 2 columns only in B\n")
    assert "ONLY A  old, Name" in done.stdout
    assert "'Name' of A and 'name' of B differ in case alone" in done.stdout
    assert reconcile(a, b, key=["k"], ignore=["old", "new", "name", "Name"]).agree
    assert reconcile(a, b, key=["k"], columns=["k"]).agree
    assert not reconcile(a, b, key=["k"], columns=["old"]).agree


def test_text_against_numbers_never_agrees_not_even_empty(tmp_path: Path) -> None:
    a = _parquet(
        tmp_path / "a.parquet", k=arrow.array([], arrow.int64()), v=arrow.array([], "string")
    )
    b = _parquet(
        tmp_path / "b.parquet", k=arrow.array([], arrow.int64()), v=arrow.array([], "int64")
    )
    result = reconcile(a, b, key=["k"])
    assert (result.agree, result.columns[1].cannot) == (False, "VARCHAR against BIGINT")
    assert reconcile(a, a).agree


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (
            {"key": ["idd"]},
            r"A \(.*source.parquet\) has no column 'idd' for the key; it has id, day",
        ),
        ({"partition": ["week"]}, "no column 'week' for the partition"),
        ({"grain": ["day"], "key": ["id"]}, "not both"),
        ({"grain": ["day"], "partition": ["day"]}, "leave the partition out"),
        ({"ignore": ["nope"]}, "neither table has a column 'nope'"),
        ({"key": ["id"], "ignore": ["id"]}, "'id' is ignored"),
        ({"key": ["id", "id"]}, "named twice"),
        ({"tolerance": {"amount": 1}}, "needs a key or a grain"),
        ({"key": ["id"], "tolerance": {"name": 1}}, "not compared as a number"),
        ({"key": ["id"], "tolerance": {"id": 1}}, "compared exactly"),
        ({"key": ["id"], "tolerance": {"amount": -1}}, "a number from 0 on"),
        ({"key": ["id"], "rel_tolerance": {"amount": "x"}}, "a number from 0 on"),
        ({"samples": -1}, "0, 1, 2"),
    ],
)
def test_wrong_usage_is_told(two: tuple[Path, Path], options: dict[str, Any], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        reconcile(*two, **options)


def test_a_key_of_another_type_is_told(tmp_path: Path) -> None:
    a, b = _parquet(tmp_path / "a.parquet", k=[1]), _parquet(tmp_path / "b.parquet", k=["1"])
    with pytest.raises(UsageError, match="'k' cannot be the key: BIGINT against VARCHAR"):
        reconcile(a, b, key=["k"])
    with pytest.raises(UsageError, match="share no column"):
        reconcile(a, b)
    assert reconcile(a, b, key=["k"], query_b="SELECT k::BIGINT AS k FROM data").agree


def _other_columns(folder: Path) -> None:
    _parquet(folder / "day=2" / "x.parquet", id=[1], surprise=[1])


def _floats_among_integers(folder: Path) -> None:
    _parquet(folder / "day=2" / "x.parquet", id=[1.4])


def _truncated(folder: Path) -> None:
    whole = (folder / "day=1" / "x.parquet").read_bytes()
    (folder / "day=2").mkdir()
    (folder / "day=2" / "x.parquet").write_bytes(whole[: len(whole) // 2])


@pytest.mark.parametrize("breaking", [_other_columns, _floats_among_integers, _truncated])
def test_a_folder_that_does_not_fit_gives_no_verdict(tmp_path: Path, breaking: Any) -> None:
    _parquet(tmp_path / "parts" / "day=1" / "x.parquet", id=[1, 2])
    one = _parquet(tmp_path / "one.parquet", id=[1, 2], day=[1, 1])
    assert reconcile(tmp_path / "parts", one, key=["id"]).agree
    breaking(tmp_path / "parts")
    with pytest.raises(ContentError, match=str(tmp_path / "parts")):
        reconcile(tmp_path / "parts", one, key=["id"])


def test_a_damaged_file_gives_no_verdict(run: Run, tmp_path: Path) -> None:
    a = _parquet(tmp_path / "a.parquet", k=list(range(5000)))
    broken = bytearray(a.read_bytes())
    broken[200:2000] = b"\0" * 1800
    (tmp_path / "b.parquet").write_bytes(broken)
    for b in ("b.parquet", "none.parquet"):
        done = run("reconcile", "a.parquet", b, "--key", "k")
        assert (done.returncode, done.stdout) == (2, "")
        assert b in done.stderr


def test_tables_of_one_duckdb_file_with_hostile_names(tmp_path: Path) -> None:
    file = tmp_path / "w.duckdb"
    with duckdb.connect(str(file)) as made:
        made.execute('CREATE SCHEMA "my ; s"')
        for name, value in (("old", 1), ('new ""', 2)):
            made.execute(
                f"""CREATE TABLE "my ; s"."{name}" AS
                    SELECT i AS "a,b", {value} AS "drop ""t", 'x' AS "select" FROM range(3) AS t(i)"""
            )
    old, new = f'{file}:"my ; s".old', f'{file}:"my ; s"."new """'
    result = reconcile(old, new, key=["a,b"], samples=1)
    assert (result.changed, result.shared) == (3, 3)
    assert result.samples == (
        {"kind": "changed", "key": {"a,b": 0}, "values": {'drop "t': {"a": 1, "b": 2}}},
    )
    query = 'SELECT "a,b", "drop ""t" - 1 AS "drop ""t", "select" FROM "my ; s"."new """ ORDER BY 1'
    assert reconcile(old, file, key=["a,b"], query_b=query).agree
    (tmp_path / "link.duckdb").symlink_to(file)
    assert reconcile(old, f'{tmp_path}/link.duckdb:"my ; s".old', key=["a,b"]).agree
    with pytest.raises(UsageError, match="leave the table out"):
        reconcile(old, new, query_b=query)
    for wrong in ("DROP TABLE x", "SELECT 1; SELECT 2"):
        with pytest.raises(UsageError, match="one SELECT"):
            reconcile(old, file, query_b=wrong)
    with pytest.raises(ContentError, match="nowhere"):
        reconcile(old, file, query_b="SELECT * FROM nowhere")


def test_names_with_commas_on_the_command_line(run: Run, tmp_path: Path) -> None:
    columns = {"a,b": [1, 2], "x=y": [1.0, 2.0]}
    _parquet(tmp_path / "a.parquet", **columns)
    _parquet(tmp_path / "b.parquet", **{**columns, "x=y": [1.0, 2.5]})
    command = ["reconcile", "a.parquet", "b.parquet", "--key", '"a,b"']
    assert run(*command).returncode == 1
    assert run(*command, "--tolerance", "x=y=0.5").returncode == 0
    assert run(*command, "--tolerance", "0.5").returncode == 2


def test_csv_against_a_table_and_its_faults(tmp_path: Path) -> None:
    typed = _parquet(tmp_path / "a.parquet", k=[1, 2], v=[0.1, None])
    csv = tmp_path / "b.csv.gz"
    csv.write_bytes(gzip.compress(b'\xef\xbb\xbf"k",v\r\n1,0.10\r\n2,\r\n'))
    assert reconcile(typed, csv, key=["k"]).agree
    csv.write_bytes(gzip.compress(b"k,v\n1,0.1\n2,many\n"))
    result = reconcile(typed, csv, key=["k"])
    assert [one.unreadable_b for one in result.columns] == [0, 1]
    assert (result.agree, result.changed) == (False, 1)
    plain = tmp_path / "c.csv"
    for text, says in (
        ("k,k\n1,2\n", "more than once"),
        ("k,\n1,2\n", "no name"),
        ("", "is empty"),
        ("k,v\n1\n", "cannot be read as CSV"),
        ("k,v\n1,secret,3\n", "cannot be read as CSV: .* Line: 2 .*Columns: 2 Found: 3$"),
    ):
        plain.write_text(text)
        with pytest.raises(ContentError, match=says):
            reconcile(typed, plain, key=["k"])
    plain.write_bytes(b"k,v\n1,\xff\n")
    with pytest.raises(GroundrulesError, match=str(plain)):
        reconcile(typed, plain, key=["k"])


def test_two_csv_are_text_and_numbers_where_asked(tmp_path: Path) -> None:
    a, b = tmp_path / "a.csv", tmp_path / "b.csv"
    a.write_text("k,v\n1,1.0\n2,x\n")
    b.write_text("k,v\n1,1\n2,x\n")
    as_text = reconcile(a, b, key=["k"])
    assert (as_text.changed, as_text.columns[1].how) == (1, "as text")
    assert "compared as text" in as_text.notes[0]
    as_numbers = reconcile(a, b, key=["k"], tolerance={"v": 0})
    (v,) = (one for one in as_numbers.columns if one.name == "v")
    assert (v.differing, v.unreadable_a, v.unreadable_b) == (0, 1, 1)
    assert not as_numbers.agree


def test_sums_are_the_same_in_any_order_of_rows(tmp_path: Path) -> None:
    values = [0.1 * n * (-1) ** n for n in range(20_000)] + [1e16, 1.0, -1e16, math.nan, math.inf]
    a = _parquet(tmp_path / "a.parquet", g=["x"] * len(values), v=values)
    b = _parquet(tmp_path / "b.parquet", g=["x"] * len(values), v=values[::-1])
    result = reconcile(a, b, grain=["g"])
    assert result.agree
    (v,) = (one for one in result.columns if one.name == "v")
    assert (v.sum_a, v.difference, v.not_finite_a) == (v.sum_b, 0, 2)
    exact = math.fsum(one for one in values if math.isfinite(one))
    assert math.isclose(float(v.sum_a or 0), exact, rel_tol=1e-9)
    c = _parquet(tmp_path / "c.parquet", g=["x"] * len(values), v=[values[0] + 0.001, *values[1:]])
    assert not reconcile(a, c, grain=["g"]).agree
    assert reconcile(a, c, grain=["g"], tolerance={"v": 0.01}).agree


def test_an_exact_tolerance_is_held_in_decimals(tmp_path: Path) -> None:
    cents = arrow.decimal128(10, 2)
    a = _parquet(tmp_path / "a.parquet", k=[1, 2], v=arrow.array([Decimal("1.00")] * 2, cents))
    prices = [Decimal("1.01"), Decimal("1.02")]
    b = _parquet(tmp_path / "b.parquet", k=[1, 2], v=arrow.array(prices, cents))
    result = reconcile(a, b, key=["k"], tolerance={"v": "0.01"})
    assert (result.changed, result.columns[1].tolerance) == (1, "0.01")
    assert (
        reconcile(a, b, key=["k"], tolerance={"v": "0.02"}, partition=["k"]).partitions_apart == 0
    )


def test_the_listed_partitions_are_bounded_and_in_order(tmp_path: Path) -> None:
    days: list[int | None] = [None, *range(40)]
    a = _parquet(tmp_path / "a.parquet", k=list(range(41)), day=days, v=[1] * 41)
    b = _parquet(tmp_path / "b.parquet", k=list(range(41)), day=days, v=[2] * 39 + [1, 1])
    result = reconcile(a, b, key=["k"], partition=["day"])
    assert (result.partitions, result.partitions_apart, len(result.apart)) == (41, 39, 20)
    assert [one.partition[0] for one in result.apart[:2]] == [0, 1]
    assert all(one.changed == 1 for one in result.apart)


def test_values_exchanged_between_two_rows_are_seen(tmp_path: Path) -> None:
    """In each of the 1,024 buckets two keys exchange their values: counts and sums stay the same."""
    with duckdb.connect() as made:
        made.execute(
            """CREATE TABLE a AS SELECT i AS k, i % 2 = 0 AS v, row_number() OVER (
                   PARTITION BY hash(i) % 1024, i % 2 ORDER BY i) AS n FROM range(50000) AS t(i)"""
        )
        made.execute(f"COPY (SELECT k, v FROM a) TO '{tmp_path}/a.parquet'")
        made.execute(f"COPY (SELECT k, v <> (n = 1) AS v FROM a) TO '{tmp_path}/b.parquet'")
    result = reconcile(tmp_path / "a.parquet", tmp_path / "b.parquet", key=["k"])
    assert (result.changed, result.a.only, result.b.only) == (2048, 0, 0)
    by_row = reconcile(tmp_path / "a.parquet", tmp_path / "b.parquet")
    assert (by_row.a.only, by_row.b.only) == (2048, 2048)


def test_an_interrupt_leaves_nothing_behind(tmp_path: Path) -> None:
    with duckdb.connect() as made:
        made.execute(
            "COPY (SELECT i AS k, repeat(i::VARCHAR, 40) AS v FROM range(2000000) AS t(i)) "
            f"TO '{tmp_path}/a.parquet'"
        )
    spill = tmp_path / "spill"
    spill.mkdir()
    command = [sys.executable, "-m", "groundrules", "reconcile", "a.parquet", "a.parquet"]
    query = "SELECT k, regexp_matches(v, '(a|b|.)*x(.*y){3}') AS v FROM data ORDER BY hash(k)"
    started = subprocess.Popen(
        [*command, "--query-a", query], cwd=tmp_path, stderr=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(spill)}, text=True,
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while not any(spill.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert any(spill.iterdir()), "it has begun to read"
    time.sleep(0.5)
    started.send_signal(signal.SIGINT)
    _, errors = started.communicate(timeout=60)
    assert started.returncode == 130, errors
    assert "Traceback" not in errors
    assert list(spill.iterdir()) == []


@pytest.mark.spark
def test_a_table_of_spark_is_one_side(session: Any, tmp_path: Path) -> None:
    session.sql(
        "CREATE OR REPLACE TEMP VIEW sold AS SELECT * FROM VALUES "
        "(1, 1.5D, CAST('1.10' AS DECIMAL(10, 2)), DATE'2024-01-01', TIMESTAMP'2024-01-01 10:00:00+02:00', "
        "TIMESTAMP_NTZ'2024-01-01 10:00:00', 'a'), (2, CAST('NaN' AS DOUBLE), NULL, NULL, NULL, NULL, 'é') "
        "AS t(id, x, price, day, at, local, name)"
    )
    file = tmp_path / "sold.parquet"
    times = [datetime(2024, 1, 1, 8, tzinfo=UTC), None]
    parquet.write_table(
        arrow.table(
            {
                "id": [1, 2],
                "x": [1.5, math.nan],
                "price": [Decimal("1.10"), None],
                "day": [date(2024, 1, 1), None],
                "at": arrow.array(times, arrow.timestamp("us", "UTC")),
                "local": arrow.array([datetime(2024, 1, 1, 10), None], arrow.timestamp("us")),
                "name": ["a", "é"],
            }
        ),
        file,
    )
    assert reconcile(file, "spark:sold", key=["id"]).agree
    found = reconcile(
        file, "spark:", query_b="SELECT id, x + 1 AS x FROM sold", key=["id"], columns=["id", "x"]
    )
    assert not found.agree
    for text, query, said in (
        ("spark:", None, "name a table of Spark"),
        ("spark:nowhere", None, "spark:nowhere cannot be read by Spark: .*cannot be found"),
        ("spark:", "SELECT nonsense FROM sold", "the query cannot be read by Spark"),
    ):
        with pytest.raises(GroundrulesError, match=said):
            reconcile(file, text, query_b=query, key=["id"])
