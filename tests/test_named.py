"""Tables by name: what a person may write on the command line, and what is refused."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from groundrules.errors import UsageError
from groundrules.tables.address import DuckTable, Files, PostgresTable, SparkFiles, SparkTable
from groundrules.tables.named import named

HOSTILE = ["select", "a=b", "x; DROP TABLE y", "ordersé", "it's"]


def _touch(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("a\n1\n", encoding="utf-8")
    return path


def test_a_table_is_given_by_its_name(tmp_path: Path) -> None:
    at = tmp_path / "day=1" / "x.csv"
    assert named([f"orders={at}"], ["orders"], spark=False) == {"orders": Files(at)}
    assert named([f"a=b={at}"], ["a", "a=b"][1:], spark=False) == {"a=b": Files(at)}
    assert named(["orders=spark:shop.o"], ["orders"], spark=True) == {
        "orders": SparkTable("shop.o")
    }


def test_a_folder_holds_tables_by_name(tmp_path: Path) -> None:
    for name in HOSTILE:
        _touch(tmp_path / f"{name}.csv")
    part = _touch(tmp_path / "sessions" / "p0.parquet")
    found = named([str(tmp_path)], [*HOSTILE, "sessions"], spark=False)
    assert found["sessions"] == Files(part.parent)
    assert {name: found[name] for name in HOSTILE} == {
        name: Files(tmp_path / f"{name}.csv") for name in HOSTILE
    }
    assert list(found) == sorted(found)


def test_a_file_or_folder_of_its_own_name_is_the_table(tmp_path: Path) -> None:
    orders = _touch(tmp_path / "orders.csv.gz")
    part = _touch(tmp_path / "sessions" / "dt=1" / "p0.parquet")
    given = [str(orders), str(tmp_path / "sessions")]
    assert named(given, ["orders", "sessions"], spark=False) == {
        "orders": Files(orders),
        "sessions": Files(part.parents[1]),
    }


def test_a_duckdb_file_holds_tables_by_name(tmp_path: Path) -> None:
    file = tmp_path / "w.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute(
            'CREATE SCHEMA shop; CREATE TABLE shop.refunds (a INT); CREATE TABLE "Orders" (a INT)'
        )
        for name in HOSTILE:
            connection.execute(f'CREATE VIEW "{name}" AS SELECT 1 AS a')
    found = named([str(file)], ["orders", "shop.refunds", *HOSTILE], spark=False)
    assert found["orders"] == DuckTable(file, ("orders",))
    assert found["shop.refunds"] == DuckTable(file, ("shop", "refunds"))
    assert set(found) == {"orders", "shop.refunds", *HOSTILE}


def test_what_is_named_wins_over_what_a_folder_holds(tmp_path: Path) -> None:
    _touch(tmp_path / "orders.csv")
    other = _touch(tmp_path / "new" / "o.csv")
    assert named([str(tmp_path), f"orders={other}"], ["orders"], spark=False) == {
        "orders": Files(other)
    }


def test_a_database_holds_what_nothing_else_does(tmp_path: Path) -> None:
    orders = _touch(tmp_path / "orders.csv")
    found = named(
        ["postgresql://me@h/shop", str(orders)], ["orders", "public.sessions"], spark=False
    )
    assert found == {
        "orders": Files(orders),
        "public.sessions": PostgresTable("postgresql://me@h/shop", ("public", "sessions")),
    }
    assert named(["spark:shop"], ["orders"], spark=True) == {"orders": SparkTable("shop.orders")}
    assert named(["s3a://lake/shop/"], ["orders"], spark=True) == {
        "orders": SparkFiles("s3a://lake/shop/orders")
    }


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["oders=x.csv"], "did you mean `orders`"),
        (["nowhere.csv"], "no such file"),
        (["other.csv"], "say which table it is, as orders="),
        (["a", "b"], "in two places"),
        (["a"], "no data are given for `sessions`"),
        (["empty"], "holds none of `orders`, `sessions`"),
        (["s3a://lake/x"], "only Spark"),
        (["postgresql://h/shop?table=x"], "names one table"),
        (["no.duckdb"], "no such DuckDB file"),
    ],
)
def test_what_is_refused(
    given: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("other.csv", "a/orders.csv", "b/orders.parquet", "empty/x.csv"):
        _touch(Path(name))
    with pytest.raises(UsageError, match=said):
        named(given, ["orders", "sessions"], spark=False)


def test_spark_reads_no_duckdb_file() -> None:
    with pytest.raises(UsageError, match="Spark reads no DuckDB"):
        named(["w.duckdb"], ["orders"], spark=True)
