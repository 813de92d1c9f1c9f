"""Contracts: every rule is listed, and the verdict is pandera's own."""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa
import pytest
from pandera.errors import SchemaErrors

from groundrules.cli.validate import run_validate
from groundrules.contracts import RuleResult, ValidationResult, validate
from groundrules.errors import ContentError, GroundrulesError, UsageError

CONTRACT = """
import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series


class Orders(pa.DataFrameModel):
    order_id: Series[int] = pa.Field(unique=True, ge=1)
    user: Series[str] = pa.Field(str_matches=r"^u[0-9]+$")
    amount: Series[float] = pa.Field(ge=0, nullable=True)
    day: Series[pd.Timestamp]
    arm: Series[str] = pa.Field(isin=["a", "b"])
"""
GOOD = """order_id,user,amount,day,arm
1,u1,2.5,2024-01-01,a
2,u2,,2024-01-02,b
"""
BAD = """order_id,user,amount,day,arm
1,u1,2.5,2024-01-01,a
2,u2,,2024-01-02,b
2,x3,-1,2024-01-03,c
seven,u4,3,03/04/2024,a
,u5,3,2024-02-01,a
"""


UNCLEAR_TIMES = ["03/04/2024", "12", "2024-03-01T10:00:00Z", "2024-02-30"]
UNZONED = ["2024-03-01", "2024-03-01T10:00:00"]


@pytest.fixture
def contract(tmp_path: Path) -> str:
    (tmp_path / "orders.py").write_text(CONTRACT)
    return f"{tmp_path / 'orders.py'}:Orders"


@pytest.fixture
def put(tmp_path: Path) -> Callable[..., Path]:
    def write(content: str | bytes, name: str = "orders.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def rules(result: ValidationResult) -> dict[str, RuleResult]:
    named = {rule.name: rule for rule in result.rules}
    assert len(named) == len(result.rules), "names tell rules apart"
    return named


def pandera_passes(frame: pd.DataFrame, schema: pa.DataFrameSchema) -> bool:
    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors:
        return False
    return True


def pandera_failures(frame: pd.DataFrame, schema: pa.DataFrameSchema) -> dict[tuple[str, str], int]:
    """(column, check) → how many failure cases pandera lists."""
    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases
        counts = cases.groupby(["column", "check"]).size()
        return {(str(key[0]), str(key[1])): int(n) for key, n in counts.items()}
    return {}


def test_a_good_file_passes_and_every_rule_is_listed(contract: str, put: Any) -> None:
    result = validate(put(GOOD), contract)
    assert result.passed and result.rows == 2
    assert set(rules(result)) == {
        "table: has rows",
        *(f"{c}: present" for c in ("order_id", "user", "amount", "day", "arm")),
        *(f"{c}: dtype" for c in ("order_id", "user", "amount", "day", "arm")),
        *(f"{c}: not null" for c in ("order_id", "user", "day", "arm")),
        "order_id: unique",
        "order_id: greater_than_or_equal_to(1)",
        "user: str_matches('^u[0-9]+$')",
        "amount: greater_than_or_equal_to(0)",
        "arm: isin(['a', 'b'])",
    }
    assert {rule.status for rule in result.rules} == {"passed"}


def test_what_cannot_be_read_fails_its_dtype_and_passes_nothing(contract: str, put: Any) -> None:
    found = rules(validate(put(BAD), contract, samples=1))
    dtype = found["order_id: dtype"]
    assert (dtype.status, dtype.failures, dtype.share) == ("failed", 1, 0.2)
    assert dtype.samples == ({"row": 4, "value": "seven"},)
    assert found["day: dtype"].samples == ({"row": 4, "value": "03/04/2024"},)
    # Unread is not null; a failure among the others is one; no failure proves nothing.
    assert found["order_id: not null"].failures == 1
    assert found["day: not null"].status == "passed"
    assert (found["order_id: unique"].status, found["order_id: unique"].failures) == ("failed", 2)
    skipped = found["order_id: greater_than_or_equal_to(1)"]
    assert skipped.status == "skipped" and "1 of 5 rows" in skipped.detail
    assert found["amount: greater_than_or_equal_to(0)"].samples == ({"row": 3, "value": -1.0},)
    assert found["arm: isin(['a', 'b'])"].failures == 1


@pytest.mark.parametrize(
    ("dtype", "good", "bad"),
    [
        (int, ["1", "-3", "4.0", " 7 ", "9007199254740993"], ["1.5", "x", "1e3", "99999999999999999999"]),
        ("int8", ["127", "-128"], ["128", "-129"]),
        ("uint8", ["0", "255"], ["-1", "256"]),
        ("UInt64", ["18446744073709551615"], ["18446744073709551616", "-1"]),
        ("Int64", ["9007199254740993"], ["a"]),
        (float, ["1", "-.5", "1e-3", "inf"], ["1,000", "x", "1_0"]),
        (bool, ["true", "False", "1", "0"], ["yes", "2"]),
        ("boolean", ["TRUE"], ["ja"]),
        ("datetime64[ns]", ["2024-03-01", "2024-03-01T10:00:00.5"], UNCLEAR_TIMES),
        ("datetime64[ns, UTC]", ["2024-03-01T10:00:00Z", "2024-03-01 10:00:00+02:00"], UNZONED),
        (pd.CategoricalDtype(["a", "b"]), ["a", "b"], ["c"]),
        ("category", ["a"], []),
        (str, ["NA", "null", "1", " x "], []),
        (object, ["NA", "1"], []),
        ("timedelta64[ns]", ["1 days"], ["x"]),
    ],
)  # fmt: skip
def test_text_is_read_as_the_declared_type(
    put: Any, dtype: Any, good: list[str], bad: list[str]
) -> None:
    schema = pa.DataFrameSchema({"v": pa.Column(dtype), "n": pa.Column(str)})
    lines = [f'"{value}",x' for value in good + bad]
    found = rules(validate(put("v,n\n" + "\n".join(lines) + "\n"), schema, samples=99))["v: dtype"]
    assert [sample["value"] for sample in found.samples] == bad
    assert found.status == ("failed" if bad else "passed"), found.detail
    # Nulls do not change the type.
    nullable = pa.DataFrameSchema({"v": pa.Column(dtype, nullable=True)})
    result = validate(put("v,n\n" + f'"{good[0]}",x\n,y\n'), nullable)
    assert result.passed, result


def test_large_integers_survive_nulls(put: Any) -> None:
    schema = pa.DataFrameSchema({"v": pa.Column(int, pa.Check.eq(9007199254740993), nullable=True)})
    assert validate(put("v,n\n9007199254740993,\n,\n"), schema).passed


@pytest.mark.skipif(int(pd.__version__.split(".")[0]) < 3, reason="pandas 2 reads years to 2262")
def test_a_far_date_is_a_date(put: Any) -> None:
    schema = pa.DataFrameSchema({"v": pa.Column("datetime64[ns]"), "n": pa.Column(int)})
    assert validate(put("v,n\n9999-12-31,1\n2024-01-01,2\n"), schema).passed


def test_empty_field_and_empty_text(put: Any) -> None:
    schema = pa.DataFrameSchema({"v": pa.Column(str)})
    assert validate(put('v,n\n"",1\nNA,2\n'), schema).passed
    assert rules(validate(put("v,n\n,1\n"), schema))["v: not null"].failures == 1


@pytest.mark.parametrize("engine", ["pandas", "duckdb"])
def test_parquet_keeps_its_types(tmp_path: Path, engine: Any) -> None:
    path = tmp_path / "t.parquet"
    frame = pd.DataFrame(
        {
            "i": pd.array([1, None], dtype="Int32"),
            "t": pd.to_datetime(["2024-01-01", "2024-01-02"]).as_unit("ms"),
            "s": ["1", "2"],
            "w": [1, 300],
        }
    )
    frame.to_parquet(path)
    schema = pa.DataFrameSchema(
        {
            "i": pa.Column("int64", pa.Check.ge(1), nullable=True),
            "t": pa.Column("datetime64[ns]"),
            "s": pa.Column(int),
            "w": pa.Column("uint8"),
        }
    )
    found = rules(validate(path, schema, engine=engine, samples=1))
    assert found["i: dtype"].status == found["t: dtype"].status == "passed"
    assert found["i: greater_than_or_equal_to(1)"].status == "passed"
    assert found["s: dtype"].status == "failed" and "int64" in found["s: dtype"].detail
    assert found["w: dtype"].samples == ({"row": 2, "value": 300},)


def _mean_is_low(values: pd.Series[float]) -> bool:
    return bool(values.mean() < 2)


SCHEMAS: dict[str, pa.DataFrameSchema] = {
    "values": pa.DataFrameSchema(
        {"x": pa.Column(float, [pa.Check.ge(0), pa.Check.lt(5)]), "k": pa.Column(int, unique=True)}
    ),
    "nullable": pa.DataFrameSchema({"x": pa.Column(float, pa.Check.ge(0), nullable=True)}),
    "null counts": pa.DataFrameSchema(
        {"x": pa.Column(float, pa.Check.ge(0, ignore_na=False), nullable=True)}
    ),
    "whole column": pa.DataFrameSchema(
        {"x": pa.Column(float, pa.Check(_mean_is_low), nullable=True)}
    ),
    "cut failures": pa.DataFrameSchema(
        {"k": pa.Column(int, pa.Check.gt(2, n_failure_cases=1))}
    ),
    "only a warning": pa.DataFrameSchema(
        {"k": pa.Column(int, pa.Check.gt(2, raise_warning=True))}
    ),
    "wrong type": pa.DataFrameSchema({"x": pa.Column(str, pa.Check.str_length(1), nullable=True)}),
    "missing": pa.DataFrameSchema({"gone": pa.Column(int, pa.Check.gt(0)), "k": pa.Column(int)}),
    "optional": pa.DataFrameSchema({"gone": pa.Column(int, required=False)}),
    "strict": pa.DataFrameSchema({"k": pa.Column(int)}, strict=True),
    "ordered": pa.DataFrameSchema(
        {"s": pa.Column(str), "k": pa.Column(int)}, ordered=True
    ),
    "joint key": pa.DataFrameSchema({}, unique=["k", "s"]),
    "table check": pa.DataFrameSchema({}, checks=pa.Check(lambda df: df["k"] < 3, name="small")),
    "raises": pa.DataFrameSchema({"k": pa.Column(int, pa.Check(lambda s: s.nothing))}),
    "pattern": pa.DataFrameSchema({"[xk]$": pa.Column(float, regex=True, nullable=True)}),
    "no match": pa.DataFrameSchema({"z.*": pa.Column(float, regex=True)}),
    "index": pa.DataFrameSchema({}, index=pa.Index(int, pa.Check.lt(3))),
    "index name": pa.DataFrameSchema({}, index=pa.Index(int, name="id")),
    "one type": pa.DataFrameSchema(dtype=float),
    "groups": pa.DataFrameSchema(
        {"k": pa.Column(int, pa.Check(lambda g: g["a"].mean() > 1, groupby="s")), "s": pa.Column(str)}
    ),
}  # fmt: skip
FRAMES: dict[str, pd.DataFrame] = {
    "clean": pd.DataFrame({"x": [1.0, 2.0, 0.5], "k": [2, 3, 4], "s": ["a", "b", "a"]}),
    "dirty": pd.DataFrame(
        {"x": [1.0, np.nan, -3.0, 9.0], "k": [1, 1, 2, 3], "s": ["a", "a", "b", "a"]}
    ),
    "labelled": pd.DataFrame(
        {"x": [1.0, -1.0], "k": [5, 6], "s": ["a", "c"]}, index=pd.Index([7, 7], name="id")
    ),
}


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("schema", SCHEMAS)
@pytest.mark.filterwarnings("ignore::pandera.errors.SchemaWarning")  # pandera's, of the twin run
def test_the_verdict_is_panderas(schema: str, frame: str) -> None:
    data, contract = FRAMES[frame], SCHEMAS[schema]
    before = data.copy(deep=True)
    result = validate(data, contract)
    assert result.passed == pandera_passes(data, contract), result
    pd.testing.assert_frame_equal(data, before)
    if not result.passed:
        assert [rule for rule in result.rules if rule.status == "failed" and not rule.advisory]


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("schema", ["values", "nullable"])
def test_the_counts_are_panderas(schema: str, frame: str) -> None:
    names = {"not_nullable": "not null", "field_uniqueness": "unique"}
    theirs = {
        f"{column}: {names.get(check, check)}": count
        for (column, check), count in pandera_failures(FRAMES[frame], SCHEMAS[schema]).items()
    }
    ours = {
        rule.name: rule.failures
        for rule in validate(FRAMES[frame], SCHEMAS[schema]).rules
        if rule.failures
    }
    assert ours == theirs


def test_skipped_and_advisory_rules() -> None:
    dirty = FRAMES["dirty"]
    missing = rules(validate(dirty, SCHEMAS["missing"]))
    assert missing["gone: present"].status == "failed"
    assert {missing[f"gone: {r}"].status for r in ("dtype", "not null", "greater_than(0)")} == {
        "skipped"
    }
    raising = rules(validate(dirty, SCHEMAS["raises"]))["k: custom check"]
    assert raising.status == "failed" and "AttributeError" in raising.detail
    warning = rules(validate(dirty, SCHEMAS["only a warning"]))["k: greater_than(2)"]
    assert warning.status == "failed" and warning.advisory and warning.failures == 3
    cut = rules(validate(dirty, SCHEMAS["cut failures"]))["k: greater_than(2)"]
    assert cut.failures == 3, "n_failure_cases cuts what pandera shows, not what we count"


def test_an_empty_table_proves_nothing() -> None:
    result = validate(FRAMES["clean"].iloc[:0], SCHEMAS["values"])
    assert not result.passed
    assert rules(result)["table: has rows"].status == "failed"
    assert rules(result)["x: greater_than_or_equal_to(0)"].status == "skipped"


def test_pandera_switched_off_by_its_environment_is_still_asked() -> None:
    from pandera.config import ValidationDepth, config_context

    with config_context(validation_enabled=False, validation_depth=ValidationDepth.SCHEMA_ONLY):
        assert not validate(FRAMES["dirty"], SCHEMAS["values"]).passed


def test_coerce_changes_nothing_and_is_said() -> None:
    schema = pa.DataFrameSchema({"x": pa.Column(int, coerce=True)})
    result = validate(pd.DataFrame({"x": [1.7]}), schema)
    assert not result.passed and "coerce" in result.notes[0]


def test_result_is_plain_and_readable(contract: str, put: Any) -> None:
    result = validate(put(BAD), contract)
    assert json.loads(json.dumps(result.to_dict()))["passed"] is False
    assert "FAILED, 5 rows" in repr(result) and "failed order_id: dtype in 1 rows" in repr(result)
    with pytest.raises(AttributeError):
        result.rows = 3  # type: ignore[misc]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", b"", "is empty"),
        ("a.csv", b"\n\n", "no header"),
        ("a.csv", b"order_id;user\n1;u1\n", "separated by semicolons"),
        ("a.csv", b"user,user\n1,2\n", "'user' more than once"),
        ("a.csv", b"user,arm\nu1,a\nM\xfcller,b\n", r"a\.csv:3: not UTF-8 \(byte 0xfc"),
        ("a.csv", b"us\xfcr,arm\nu1,a\n", r"a\.csv:1: not UTF-8"),
        ("a.csv", b"user,arm\nu1,a\nu2\n", "does not fit the header.*Row #3"),
        ("a.csv", b"user,arm\nu1,a\nu2,b,c\n", "does not fit the header.*Row #3"),
        ("a.csv.gz", b"no gzip", "cannot be unpacked"),
        (
            "a.csv.gz",
            gzip.compress(b"user,arm\nu1,a\n" * 99, mtime=0)[:-20],
            "cannot be unpacked|fit the header",
        ),
        ("a.parquet", b"PAR1 no", "no Parquet data, or is damaged"),
        ("a.xlsx", b"x", "this kind of file"),
    ],
)
def test_data_that_cannot_be_read(
    contract: str, put: Any, name: str, content: bytes, message: str
) -> None:
    with pytest.raises(GroundrulesError, match=message):
        validate(put(content, name), contract)


def test_a_byte_order_mark_and_gzip_are_no_trouble(contract: str, put: Any) -> None:
    assert validate(put("\ufeff" + GOOD), contract).passed
    assert validate(put(gzip.compress(GOOD.encode()), "a.csv.gz"), contract).passed
    with pytest.raises(UsageError, match="no such data file"):
        validate(Path("nowhere.csv"), contract)


@pytest.mark.parametrize(
    ("source", "name", "kind", "message"),
    [
        (CONTRACT, "Order", UsageError, "did you mean Orders"),
        (CONTRACT, "zzz", UsageError, "it has Orders"),
        (CONTRACT, "pd", ContentError, "no contract"),
        ("x = 1 / 0\n", "Orders", ContentError, r"c\.py:1: the contract raises ZeroDivisionError"),
        ("import sys\nsys.exit(3)\n", "Orders", ContentError, r"c\.py:2: .*SystemExit"),
        ("def broken(:\n", "Orders", ContentError, r"c\.py:1: .*SyntaxError"),
    ],
)
def test_contracts_that_do_not_load(
    put: Any, source: str, name: str, kind: type[Exception], message: str
) -> None:
    path = put(source, "c.py")
    with pytest.raises(kind, match=message):
        validate(put(GOOD), f"{path}:{name}")
    assert not (path.parent / "__pycache__").exists()


def test_a_contract_is_named_by_file_and_name(put: Any) -> None:
    for text in ("contract.py", "Orders", ":Orders"):
        with pytest.raises(UsageError, match="names no contract"):
            validate(put(GOOD), text)
    with pytest.raises(UsageError, match="no such contract file"):
        validate(put(GOOD), "none.py:Orders")


def _args(
    data: list[Path], contract: str, form: str = "text", samples: int = 3, engine: str = "auto"
) -> argparse.Namespace:
    return argparse.Namespace(
        data=[str(path) for path in data],
        contract=contract,
        format=form,
        samples=samples,
        engine=engine,
        incremental=False,
    )


def test_command_exit_codes(contract: str, put: Any, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad, broken = put(GOOD), put(BAD, "bad.csv"), put(b"", "broken.csv")
    assert run_validate(_args([good], contract)) == 0
    assert run_validate(_args([good, bad], contract)) == 1
    capsys.readouterr()
    assert run_validate(_args([broken, good], contract)) == 2
    shown = capsys.readouterr()
    assert "is empty" in shown.err and "keeps Orders (2 rows)" in shown.out
    assert run_validate(_args([bad], contract, samples=0)) == 1
    shown = capsys.readouterr()
    assert "1 of 5 rows  20.00 %" in shown.out and "seven" not in shown.out


def test_command_json(contract: str, put: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_validate(_args([put(b"", "e.csv"), put(BAD)], contract, "json")) == 2
    found = json.loads(capsys.readouterr().out)
    assert found["version"] == 1 and len(found["errors"]) == len(found["results"]) == 1
    assert found["results"][0]["passed"] is False
