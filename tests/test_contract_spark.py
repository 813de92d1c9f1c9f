"""Where Spark finds a table, whose session it is, and what is said when there is none."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pandera.pandas as pa
import pyarrow as arrow
import pytest
from pyarrow import parquet

from groundrules.contracts import validate
from groundrules.errors import ContentError, UsageError

pytestmark = pytest.mark.spark
KEY = pa.DataFrameSchema({"x": pa.Column(int, pa.Check.ge(0), unique=True)})
CONTRACT = """import pandera.pandas as pa
Key = pa.DataFrameSchema({"x": pa.Column(int, pa.Check.ge(0), unique=True)})
"""


def counts(data: Any) -> dict[str, int | None]:
    """Return how many rows break each rule that fails."""
    result = validate(data, KEY, engine="spark")
    return {rule.name: rule.failures for rule in result.rules if rule.status == "failed"}


@pytest.mark.parametrize("name", ["a[1]", "a b", "{a,b}é", "%20", "q?*", "back\\slash", "h#a"])
def test_a_name_is_no_pattern(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name / "day=1"
    folder.mkdir(parents=True)
    parquet.write_table(arrow.table({"x": [1, 1, -1]}), folder / f"{name}.parquet")
    result = validate(tmp_path / name, KEY, engine="spark", samples=1)
    (sample,) = result.rules[-1].samples
    assert sample["file"] == str(folder / f"{name}.parquet")
    assert (sample["row"], result.rules[-1].failures) == (3, 1)


def test_frames_tables_and_uris_are_judged_where_they_are(session: Any, tmp_path: Path) -> None:
    parquet.write_table(arrow.table({"x": [1, 1, -1]}), tmp_path / "x.parquet")
    broken = {"x: unique": 2, "x: greater_than_or_equal_to(0)": 1}
    frame = session.read.parquet(str(tmp_path))
    assert counts(frame) == broken
    assert validate(frame, KEY).passed is False
    frame.createOrReplaceTempView("odd")
    assert counts("odd") == broken
    assert validate("spark:odd", KEY).rows == 3
    assert counts((tmp_path / "x.parquet").as_uri()) == broken
    assert counts(tmp_path.as_uri()) == broken
    with pytest.raises(UsageError, match="not by duckdb"):
        validate(frame, KEY, engine="duckdb")


def test_a_table_of_the_catalogue_that_is_written_meanwhile_gives_no_verdict(session: Any) -> None:
    session.sql("CREATE TABLE written USING parquet AS SELECT 1L AS x")
    try:
        assert counts("written") == {}

        def write_more(line: str) -> None:
            session.sql("INSERT INTO written VALUES (2)")

        from groundrules.contracts.engines.spark import Spark
        from groundrules.contracts.portable import run_engine
        from groundrules.tables.address import SparkTable

        with Spark(SparkTable("written"), print) as engine:
            write_more("")
            with pytest.raises(ContentError, match="written while it was read"):
                run_engine(engine, KEY, 0)
    finally:
        session.sql("DROP TABLE written")


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (arrow.table({"y": [1]}), "has other columns"),
        (arrow.table({"x": ["1"]}), "'x' is string, and int64"),
        (None, "is no Parquet data, or is damaged"),
    ],
)
def test_a_broken_part_is_an_error_and_never_a_verdict(
    tmp_path: Path, part: arrow.Table | None, said: str
) -> None:
    parquet.write_table(arrow.table({"x": list(range(1000))}), tmp_path / "a.parquet")
    if part is None:
        whole = (tmp_path / "a.parquet").read_bytes()
        (tmp_path / "b.parquet").write_bytes(whole[: len(whole) // 2])
    else:
        parquet.write_table(part, tmp_path / "b.parquet")
    with pytest.raises(ContentError, match=said):
        validate(tmp_path, KEY, engine="spark")


def test_a_file_whose_middle_is_damaged_gives_no_verdict(tmp_path: Path) -> None:
    file = tmp_path / "a.parquet"
    parquet.write_table(arrow.table({"x": list(range(100_000))}), file, use_dictionary=False)
    whole = bytearray(file.read_bytes())
    whole[200:5000] = b"\xff" * 4800
    file.write_bytes(whole)
    with pytest.raises(ContentError, match=r"a\.parquet cannot be read by Spark: .+"):
        validate(file, KEY, engine="spark")


def test_what_spark_does_not_read_is_refused(session: Any, tmp_path: Path) -> None:
    stamps = arrow.array([0], arrow.timestamp("ns"))
    parquet.write_table(arrow.table({"t": stamps}), tmp_path / "t.parquet")
    with pytest.raises(ContentError, match="t holds nanoseconds"):
        validate(tmp_path / "t.parquet", pa.DataFrameSchema({"t": pa.Column()}), engine="spark")
    with pytest.raises(UsageError, match="is a stream"):
        validate(session.readStream.format("rate").load(), KEY)
    with pytest.raises(ContentError, match="cannot judge"):
        odd = pa.DataFrameSchema({"x": pa.Column(int, pa.Check(lambda values: values > 0))})
        validate(session.range(1).toDF("x"), odd)
    with pytest.raises(
        ContentError, match=r"nix\.table cannot be read by Spark: .*cannot be found"
    ):
        validate("nix.table", KEY, engine="spark")


def _command(folder: Path, *args: str) -> list[str]:
    (folder / "c.py").write_text(CONTRACT)
    program = [sys.executable, "-m", "groundrules", "validate", "--contract", "c.py:Key"]
    return [*program, "--engine", "spark", *args]


def test_a_session_of_our_own_leaves_nothing_behind(tmp_path: Path) -> None:
    work, spare = tmp_path / "work", tmp_path / "spare"
    work.mkdir()
    spare.mkdir()
    parquet.write_table(arrow.table({"x": [1, 2, 3]}), work / "x.parquet")
    (work / "groundrules.toml").write_text('[spark]\nmaster = "local[1]"\ndriver.memory = "1g"\n')
    done = subprocess.run(
        _command(work, "x.parquet", "x.parquet"), cwd=work, env={**os.environ, "TMPDIR": str(spare)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("x.parquet keeps contract (3 rows)") == 2
    assert sorted(path.name for path in work.iterdir()) == ["c.py", "groundrules.toml", "x.parquet"]
    assert list(spare.iterdir()) == []


def test_a_table_of_hive_is_judged_as_the_configuration_says(tmp_path: Path) -> None:
    (tmp_path / "groundrules.toml").write_text(
        '[spark]\nmaster = "local[1]"\ndriver.memory = "1g"\nsql.catalogImplementation = "hive"\n'
        f'sql.warehouse.dir = "{tmp_path}/warehouse"\n'
        f'driver.extraJavaOptions = "-Dderby.system.home={tmp_path}/derby"\n'
        f'hadoop.javax.jdo.option.ConnectionURL = "jdbc:derby:;databaseName={tmp_path}/meta;create=true"\n'
    )
    make = (
        "from groundrules.tables.spark import configured, spark_session\n"
        "with spark_session(configured(), print) as session:\n"
        "    session.sql('CREATE TABLE sold (x bigint) ROW FORMAT DELIMITED STORED AS TEXTFILE')\n"
        "    session.sql('INSERT INTO sold VALUES (1), (1), (-1), (NULL)')\n"
    )
    subprocess.run([sys.executable, "-c", make], cwd=tmp_path, check=True, capture_output=True)
    done = subprocess.run(
        _command(tmp_path, "sold"), cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert "sold BREAKS contract (4 rows)" in done.stdout
    assert "3 passed, 3 failed, 0 skipped" in done.stdout


def test_an_interrupt_leaves_nothing_behind(tmp_path: Path) -> None:
    work, spare = tmp_path / "work", tmp_path / "spare"
    work.mkdir()
    spare.mkdir()
    for part in range(40):  # long enough to be in the middle of it
        parquet.write_table(arrow.table({"x": range(part, 10**6, 2)}), work / f"{part}.parquet")
    running = subprocess.Popen(
        _command(tmp_path, str(work)), cwd=tmp_path, env={**os.environ, "TMPDIR": str(spare)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    while not list(spare.glob("groundrules-spill-*/blockmgr-*")) and running.poll() is None:
        time.sleep(0.05)
    time.sleep(1)
    running.send_signal(signal.SIGINT)
    out, _err = running.communicate(timeout=60)
    assert (running.returncode, out) == (130, "")
    assert list(spare.iterdir()) == []


def test_no_java_and_no_spark_are_said_so(tmp_path: Path) -> None:
    parquet.write_table(arrow.table({"x": [1]}), tmp_path / "x.parquet")
    command = _command(tmp_path, "x.parquet")
    bare = {key: value for key, value in os.environ.items() if key != "JAVA_HOME"}
    for env, said in (
        ({**bare, "PATH": str(tmp_path)}, "Spark needs Java 17 or later, and there is none here"),
        ({**bare, "JAVA_HOME": "/nix"}, "JAVA_HOME names /nix, which has no bin/java"),
    ):
        done = subprocess.run(
            command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stdout) == (2, "")
        assert said in done.stderr
    hidden = "import sys; sys.modules['pyspark'] = None; from groundrules.cli import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", hidden, *command[3:]],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert 'pip install "groundrules[spark]"' in done.stderr
