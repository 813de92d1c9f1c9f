"""One peer holds the file to the promises: python peers.py NAME FILE. Exits with 0 if it finds them kept."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from promises import CHECKS, NOT_NULL, UNIQUE


def handwritten(file: str) -> bool:
    """One query, as somebody who knows DuckDB writes it."""
    import duckdb

    say: dict[str, Callable[..., str]] = {
        "at_least": lambda c, v: f"{c} < {_sql(v)}",
        "at_most": lambda c, v: f"{c} > {_sql(v)}",
        "among": lambda c, v: f"{c} NOT IN ({', '.join(map(_sql, v))})",
        "matches": lambda c, v: f"NOT regexp_matches({c}, {_sql(v)})",
    }
    parts = [f"count(*) FILTER ({say[how](column, *given)})" for column, how, given in CHECKS]
    parts += [f"count(*) FILTER ({column} IS NULL)" for column in NOT_NULL]
    parts += [f"count(*) - count(DISTINCT {column})" for column in UNIQUE]
    (row,) = duckdb.sql(f"SELECT {', '.join(parts)} FROM '{file}'").fetchall()
    return not any(row)


def _sql(value: object) -> str:
    return str(value) if isinstance(value, int | float) else f"'{value}'"


def pandera_pandas(file: str) -> bool:
    """Read whole into pandas, then validate."""
    import contract
    import pandas as pd

    frame = pd.read_parquet(file)
    frame["day"] = frame["day"].astype("datetime64[ns]")
    contract.Orders.validate(frame, lazy=True)
    return True


def pandera_polars(file: str) -> bool:
    """Read whole into polars: on a lazy frame pandera looks at no value."""
    import contract
    import pandera.polars as pa
    import polars as pl

    text = {"user_id", "currency", "country", "channel"}
    numbers = {"order_id": pl.Int64, "quantity": pl.Int64, "session_ms": pl.Int64}
    types: dict[str, Any] = {
        **numbers,
        "amount": pl.Float64,
        "score": pl.Float64,
        "is_new": pl.Boolean,
    }
    types |= dict.fromkeys(text, pl.String) | {"day": pl.Datetime("us")}
    contract.schema(pa, types).validate(pl.read_parquet(file), lazy=True)
    return True


def pandera_ibis(file: str) -> bool:
    """Over a table of ibis in DuckDB; `unique` is not looked at there."""
    import contract
    import ibis
    import pandera.ibis as pa

    text = ("user_id", "currency", "country", "channel")
    types: dict[str, Any] = dict.fromkeys(contract.TYPES, "int64") | dict.fromkeys(text, "string")
    types |= {"amount": "float64", "score": "float64", "is_new": "boolean"}
    table = ibis.duckdb.connect().read_parquet(file)
    types = {name: ibis.dtype(kind) for name, kind in types.items()}
    types["day"] = table.schema()["day"]
    contract.schema(pa, types).validate(table, lazy=True)
    return True


def pointblank(file: str) -> bool:
    """Over a lazy frame of polars."""
    import pointblank as pb
    import polars as pl

    wanted = pb.Validate(pl.scan_parquet(file).collect())
    for column, how, given in CHECKS:
        (value,) = given
        if how == "at_least":
            wanted = wanted.col_vals_ge(column, value, na_pass=True)
        elif how == "at_most":
            wanted = wanted.col_vals_le(column, value, na_pass=True)
        elif how == "among":
            wanted = wanted.col_vals_in_set(column, value)
        else:
            wanted = wanted.col_vals_regex(column, value)
    for column in NOT_NULL:
        wanted = wanted.col_vals_not_null(column)
    for column in UNIQUE:
        wanted = wanted.rows_distinct(columns_subset=column)
    return bool(wanted.interrogate().all_passed())


def cuallee(file: str) -> bool:
    """Over a polars frame. It counts nulls as broken, so columns that may hold some are filled first."""
    import polars as pl
    from cuallee import Check, CheckLevel

    check = Check(CheckLevel.WARNING, "orders")
    for column, how, given in CHECKS:
        (value,) = given
        if how == "at_least":
            check.is_greater_or_equal_than(column, value)
        elif how == "at_most":
            check.is_less_or_equal_than(column, value)
        elif how == "among":
            check.is_contained_in(column, tuple(value))  # type: ignore[arg-type]
        else:
            check.has_pattern(column, value)
    for column in NOT_NULL:
        check.is_complete(column)
    for column in UNIQUE:
        check.is_unique(column)
    frame = pl.read_parquet(file).with_columns(pl.col("amount", "score").fill_null(0.5))
    return bool((check.validate(frame)["status"] == "PASS").all())


def great_expectations(file: str) -> bool:
    """Over a pandas frame; it does not work with DuckDB at present."""
    import great_expectations as gx
    import great_expectations.expectations as gxe
    import pandas as pd

    context = gx.get_context(mode="ephemeral")
    batch = (
        context.data_sources.add_pandas("p").add_dataframe_asset("orders")
        .add_batch_definition_whole_dataframe("all")
        .get_batch({"dataframe": pd.read_parquet(file)})
    )  # fmt: skip
    suite = gx.ExpectationSuite(name="orders")
    for column, how, given in CHECKS:
        (value,) = given
        if how == "at_least":
            suite.add_expectation(gxe.ExpectColumnValuesToBeBetween(column=column, min_value=value))
        elif how == "at_most":
            suite.add_expectation(gxe.ExpectColumnValuesToBeBetween(column=column, max_value=value))
        elif how == "among":
            suite.add_expectation(gxe.ExpectColumnValuesToBeInSet(column=column, value_set=value))
        else:
            suite.add_expectation(gxe.ExpectColumnValuesToMatchRegex(column=column, regex=value))
    for column in NOT_NULL:
        suite.add_expectation(gxe.ExpectColumnValuesToNotBeNull(column=column))
    for column in UNIQUE:
        suite.add_expectation(gxe.ExpectColumnValuesToBeUnique(column=column))
    return bool(batch.validate(suite).success)


PEERS = {
    peer.__name__: peer
    for peer in (
        handwritten,
        pandera_pandas,
        pandera_polars,
        pandera_ibis,
        pointblank,
        cuallee,
        great_expectations,
    )
}

if __name__ == "__main__":
    raise SystemExit(0 if PEERS[sys.argv[1]](sys.argv[2]) else 1)
