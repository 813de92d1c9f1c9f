"""Our own checks: pandera's verdict on pandas, and each engine's on Parquet, are one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa
import pyarrow as arrow
import pytest
from hypothesis import strategies as st
from pandera.errors import SchemaErrors
from pyarrow import parquet
from test_contract_engines import (
    ENGINES,
    KINDS,
    _fits,
    _nullable,
    assert_judges_as_pandera,
    fewer,
    told,
)
from test_contract_engines import checks as one_value

from groundrules.contracts import ValidationResult, checks, validate
from groundrules.contracts.checks.rule import rule_of
from groundrules.errors import UsageError

CASES = 300
NAMES = ["c0", 'odd "name', "sélect; --", "user"]
Draw = Callable[..., Any]


@st.composite
def tables(draw: Draw) -> tuple[arrow.Table, list[str]]:
    """Return a table of a few rows, and the kind of each column."""
    rows, kinds, data = draw(st.integers(0, 6)), [], {}
    pair = draw(st.sampled_from(sorted(KINDS)))
    for name in NAMES[: draw(st.integers(2, 4))]:
        kind = pair if len(kinds) < 2 else draw(st.sampled_from(sorted(KINDS)))
        types, values, _dtypes = KINDS[kind]
        stored = draw(types)
        fit = [v for v in values if _fits(v, stored)]
        some = draw(st.lists(_nullable(fit), min_size=rows, max_size=rows))
        kinds.append(kind)
        data[name] = arrow.array(some, type=stored)
    return arrow.table(data), kinds


@st.composite
def cases(draw: Draw) -> tuple[arrow.Table, pa.DataFrameSchema]:
    """Return a table and a contract of our checks."""
    table, kinds = draw(tables())
    names = table.column_names
    place = st.integers(0, len(names) - 1)
    columns, whole = {}, []
    for name, kind in zip(names, kinds, strict=True):
        if draw(st.booleans()):
            inner = one_value(kind).filter(lambda c: c.registry_name != "unique_values_eq")
            share = draw(st.sampled_from([0.2, 0.5, 0.75, 1]))
            mostly = checks.mostly(draw(inner), share=share, raise_warning=draw(st.booleans()))
            declared = "int8" if kind == "integer" and draw(st.booleans()) else None
            columns[name] = pa.Column(declared, mostly, nullable=True)
    for _ in range(draw(st.integers(1, 3))):
        left, right = draw(place), draw(place)
        if draw(st.booleans()):
            sign = draw(st.sampled_from(["==", "!=", "<", "<=", ">", ">="]))
            whole.append(checks.compare(names[0], sign, names[draw(st.integers(0, 1))]))
        else:
            value = [
                draw(one_value(kinds[at]).filter(lambda c: c.registry_name != "unique_values_eq"))
                for at in (left, right)
            ]
            then = draw(st.sampled_from([value[1], "not null"]))
            whole.append(checks.when(names[left], value[0], then=(names[right], then)))
    return table, pa.DataFrameSchema(columns, checks=whole)


@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_judges_our_checks_as_pandera(tmp_path: Path, engine: Any) -> None:
    def told_in_full(result: ValidationResult) -> list[Any]:
        return [told(result), [rule.detail for rule in result.rules]]

    assert_judges_as_pandera(cases(), engine, tmp_path, fewer(CASES, engine), told_in_full)


FRAME = pd.DataFrame(
    {
        "status": ["paid", "refunded", "refunded", None],
        "amount": [10.0, -10.0, 3.0, 5.0],
        "price": [10.0, 12.0, 2.0, 5.0],
        "note": ["x", None, "x", None],
    }
)


@pytest.mark.parametrize(
    ("check", "failing"),
    [
        (checks.compare("amount", "<=", "price"), [2]),
        (checks.compare("amount", "==", "price"), [1, 2]),
        (checks.when("status", pa.Check.eq("refunded"), then=("amount", pa.Check.le(0))), [2]),
        (checks.when("status", pa.Check.eq("refunded"), then=("note", "not null")), [1]),
        (checks.when("status", pa.Check.ne("x"), then=("note", pa.Check.eq("y"))), [0, 2]),
    ],
)
def test_pandera_alone_runs_them(check: pa.Check, failing: list[int]) -> None:
    with pytest.raises(SchemaErrors) as caught:
        pa.DataFrameSchema(checks=check).validate(FRAME, lazy=True)
    assert sorted(set(caught.value.failure_cases["index"])) == failing
    (rule,) = (
        r for r in validate(FRAME, pa.DataFrameSchema(checks=check)).rules if check.error in r.name
    )
    assert (rule.status, rule.failures) == ("failed", len(failing))


@pytest.mark.parametrize("engine", ["pandas", *ENGINES])
def test_a_tolerance_counts_what_it_lets_pass(tmp_path: Path, engine: Any) -> None:
    FRAME.to_parquet(tmp_path / "a.parquet")
    for share, status in ((0.75, "passed"), (0.76, "failed")):
        column = pa.Column(float, checks.mostly(pa.Check.ge(0), share=share))
        schema = pa.DataFrameSchema({"amount": column})
        rule = validate(tmp_path / "a.parquet", schema, engine=engine).rules[-1]
        assert rule.name == f"amount: greater_than_or_equal_to(0) in {share}"
        assert (rule.status, rule.failures) == (status, 1)
        assert rule.detail == f"3 of 4 values keep it (0.75), {share} asked"
        assert bool(schema.validate(FRAME) is not None) if status == "passed" else True


@pytest.mark.parametrize("engine", ["pandas", *ENGINES])
def test_what_cannot_be_compared_or_is_not_there_fails(tmp_path: Path, engine: Any) -> None:
    FRAME.to_parquet(tmp_path / "a.parquet")
    schema = pa.DataFrameSchema(checks=checks.compare("amount", "<", "gone"))
    rule = validate(tmp_path / "a.parquet", schema, engine=engine).rules[-1]
    assert (rule.status, rule.detail) == ("failed", "the column gone is missing")
    optional = schema.add_columns({"gone": pa.Column(float, required=False)})
    assert validate(tmp_path / "a.parquet", optional, engine=engine).rules[-1].status == "skipped"
    schema = pa.DataFrameSchema(checks=checks.compare("amount", "<", "status"))
    rule = validate(tmp_path / "a.parquet", schema).rules[-1]
    assert (rule.status, rule.failures) == ("failed", None)
    assert rule.detail == "amount holds float and status text: they cannot be compared"


def test_nobody_elses_check_is_taken_for_ours() -> None:
    def compare(frame: pd.DataFrame) -> pd.Series[bool]:
        return frame["amount"] < frame["price"]

    ours = checks.compare("amount", "<", "price", name="mine", title="Mine")
    theirs = pa.Check(compare, name="compare", error=ours.error, statistics=ours.statistics)
    assert rule_of(theirs) is None
    assert rule_of(ours) is not None


@pytest.mark.parametrize(
    "make",
    [
        lambda: checks.compare("a", "=<", "b"),
        lambda: checks.mostly(pa.Check.ge(0), share=0),
        lambda: checks.mostly(pa.Check.unique_values_eq(["a"]), share=0.5),
        lambda: checks.when("a", "refunded", then=("b", pa.Check.ge(0))),
        lambda: checks.when("a", checks.mostly(pa.Check.ge(0), share=1), then=("b", "not null")),
    ],
)
def test_arguments_that_make_no_rule_are_refused(make: Callable[[], pa.Check]) -> None:
    with pytest.raises(UsageError):
        make()


@pytest.mark.parametrize("engine", ["pandas", *ENGINES])
def test_a_key_may_be_of_columns_that_the_contract_does_not_name(
    tmp_path: Path, engine: Any
) -> None:
    parquet.write_table(arrow.table({"a": [1, 1, 2], "b": [7, 7, 7]}), tmp_path / "x.parquet")
    declared = {"a": pa.Column(int), "c": pa.Column(int, required=False)}
    for key, outcome in (
        (["a", "b"], ("failed", 2)),
        (["a", "nowhere"], ("failed", None)),
        (["a", "c"], ("skipped", None)),
    ):
        schema = pa.DataFrameSchema(declared, unique=key)
        rule = validate(tmp_path / "x.parquet", schema, engine=engine).rules[-1]
        assert (rule.status, rule.failures) == outcome
