"""Tables by address: what is written is found, and what cannot be read is said so."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandera.pandas as pa
import polars as pl
import pytest

from groundrules.contracts import validate
from groundrules.errors import ContentError, GroundrulesError, UsageError
from groundrules.tables.address import DuckTable, Files, PostgresTable, parse
from groundrules.tables.files import Unchanged

SCHEMA = pa.DataFrameSchema({"x": pa.Column(float, pa.Check.ge(0), unique=True)})


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("a.parquet", Files(Path("a.parquet"))),
        ("w.duckdb:orders", DuckTable(Path("w.duckdb"), ("orders",))),
        ("w.ddb:s.orders", DuckTable(Path("w.ddb"), ("s", "orders"))),
        ('w.duckdb:"a.b"."say ""x"""', DuckTable(Path("w.duckdb"), ("a.b", 'say "x"'))),
        (
            "postgresql://u@h:5/shop?sslmode=require&table=s.t",
            PostgresTable("postgresql://u@h:5/shop?sslmode=require", ("s", "t")),
        ),
    ],
)
def test_an_address_is_read(text: str, address: object) -> None:
    assert parse(text) == address


@pytest.mark.parametrize(
    "text", ["w.duckdb", "w.duckdb:a.b.c", "w.duckdb:a..b", "postgresql://h/shop", 'w.duckdb:"a']
)
def test_half_an_address_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match=r"table|name"):
        parse(text)


def test_a_table_of_a_duckdb_file_is_judged(tmp_path: Path) -> None:
    file = tmp_path / "w.duckdb"
    with duckdb.connect(str(file)) as made:
        made.execute('CREATE SCHEMA "my ; s"; CREATE TABLE "my ; s"."drop ""t" (x DOUBLE)')
        made.execute("""INSERT INTO "my ; s"."drop ""t" VALUES (1), (1), (-2), ('nan')""")
    result = validate(f'{file}:"my ; s"."drop ""t"', SCHEMA, samples=5)
    found = {rule.name: rule.failures for rule in result.rules if rule.status == "failed"}
    assert found == {"x: not null": 1, "x: unique": 2, "x: greater_than_or_equal_to(0)": 1}
    (low,) = (rule for rule in result.rules if "equal_to" in rule.name)
    assert low.samples == ({"value": -2.0},)
    for bad in (f"{file}:nope", f"{tmp_path}/none.duckdb:t"):
        with pytest.raises(GroundrulesError, match=r"nope|no such DuckDB file"):
            validate(bad, SCHEMA)


@pytest.mark.parametrize("name", ["x[1]", "x*", "x?", "d[1]/x", "d*"])
def test_no_name_is_a_pattern(tmp_path: Path, name: str) -> None:
    """DuckDB would read x1.parquet for x[1].parquet."""
    for folder in ("d1", "d[1]", "d*"):
        (tmp_path / folder).mkdir()
        pl.DataFrame({"x": [-1.0]}).write_parquet(tmp_path / folder / "x.parquet")
    pl.DataFrame({"x": [-1.0]}).write_parquet(tmp_path / "x1.parquet")
    asked = tmp_path / name if name == "d*" else tmp_path / f"{name}.parquet"
    pl.DataFrame({"x": [1.0, 2.0]}).write_parquet(asked / "x.parquet" if asked.is_dir() else asked)
    result = validate(asked, SCHEMA)
    assert (result.passed, result.rows) == (True, 2)


def test_postgres_is_named_without_its_password() -> None:
    with pytest.raises(ContentError) as raised:  # no server, and perhaps no extension either
        validate("postgresql://me:secret@127.0.0.1:1/shop?table=orders", SCHEMA)
    assert "127.0.0.1:1/shop?table=orders" in str(raised.value)
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("change", ["rewritten", "added", "removed"])
def test_files_that_change_meanwhile_give_no_verdict(tmp_path: Path, change: str) -> None:
    for name in ("a", "b"):
        pl.DataFrame({"x": [1.0]}).write_parquet(tmp_path / f"{name}.parquet")
    files = Unchanged(tmp_path, sorted(tmp_path.iterdir()))
    files.check()
    if change == "removed":
        (tmp_path / "b.parquet").unlink()
    else:
        name = "b.parquet" if change == "rewritten" else "c.parquet"
        pl.DataFrame({"x": [1.0, 2.0]}).write_parquet(tmp_path / name)
    with pytest.raises(ContentError, match="changed while"):
        files.check()


def test_polars_frames_are_judged_where_they_are() -> None:
    frame = pl.DataFrame({"x": [1.0, 1.0, -2.0, float("nan"), None]})
    lazy, eager = validate(frame.lazy(), SCHEMA, samples=1), validate(frame, SCHEMA, samples=1)
    assert lazy == eager == validate(frame, SCHEMA, samples=1, engine="pandas")
    assert [r.failures for r in lazy.rules if r.status == "failed"] == [2, 4, 1]
    python = pa.DataFrameSchema({"x": pa.Column(float, pa.Check(lambda x: x >= 0), nullable=True)})
    assert any("pandera judged" in note for note in validate(frame, python).notes)
    with pytest.raises(ContentError, match="the frame: polars cannot judge"):
        validate(frame.lazy(), python)
