"""Values that go back from row to row."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa
import polars as pl
import pytest
from pandera.errors import SchemaErrors
from test_contract_engines import (
    ENGINES,
)
from test_contract_whole import days, judged

from groundrules.contracts import checks, validate
from groundrules.contracts.checks.rows import RowRule
from groundrules.contracts.checks.rule import rule_of
from groundrules.errors import ContentError

Draw = Callable[..., Any]


LOG = pd.DataFrame(
    {
        "user": ["a", "b", "a", "b", "a", None, None],
        "n": pd.array([2**60 + 1, 5, 2**60, None, 2**60, 3, 2], dtype="Int64"),
    }
)


@pytest.mark.parametrize(
    ("check", "failing"),
    [
        (checks.monotone("n"), [1, 5, 6]),
        (checks.monotone("n", "user"), [2, 6]),
        (checks.monotone("n", ["user"], strictly=True), [2, 4, 6]),
        (checks.monotone("user"), [2, 4]),
    ],
)
def test_a_value_that_goes_back_is_counted(
    check: pa.Check, failing: list[int], tmp_path: Path
) -> None:
    schema = pa.DataFrameSchema(checks=check)
    LOG.to_parquet(tmp_path / "log.parquet")
    for data in (LOG, tmp_path / "log.parquet", pl.from_pandas(LOG)):
        found = validate(data, schema, samples=9)
        rule = found.rules[-1]
        assert (rule.status, rule.failures) == ("failed", len(failing))
        assert [sample["row"] - 1 for sample in rule.samples] == failing
        assert data is LOG or "is about the order of rows" in found.notes[0]
    with pytest.raises(SchemaErrors) as caught:
        schema.validate(LOG, lazy=True)
    assert sorted(set(caught.value.failure_cases["index"])) == failing


def test_rows_are_told_by_their_place_where_an_index_repeats() -> None:
    frame = pd.DataFrame({"n": [1, 2, 1, 9]}, index=[0, 0, 0, 0])
    for check, broken in (
        (checks.monotone("n"), [False, False, True, False]),
        (checks.references("n", pd.DataFrame({"n": [1, 2]})), [False, False, False, True]),
    ):
        rule = rule_of(check)
        assert isinstance(rule, RowRule)
        assert rule.broken(frame).tolist() == broken
        found = validate(frame, pa.DataFrameSchema(checks=check), samples=1).rules[-1]
        assert found.samples[0]["row"] - 1 == broken.index(True)
        again = rule_of(copy.deepcopy(check))  # as pandera copies schemas
        assert isinstance(again, RowRule)
        assert again.broken(frame).tolist() == broken


def test_times_that_do_not_go_back_pass(tmp_path: Path) -> None:
    for frame in (days(1, 2, 2), days(2), days(2, 3, zone="UTC"), days(1)[:0]):
        both = frame.assign(on=frame["at"].dt.date, by=[None] * len(frame))
        for check in (checks.monotone("at"), checks.monotone("on", ["by"])):
            rule = judged(both, check, tmp_path, "auto")
            assert rule.status == ("passed" if len(frame) else "skipped")
    flags = pd.DataFrame({"at": [True]})
    assert judged(flags, checks.monotone("at"), tmp_path, "auto").detail == (
        "at holds boolean, which has no order"
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_where_rows_have_no_order_it_is_refused(tmp_path: Path, engine: Any) -> None:
    LOG.to_parquet(tmp_path / "log.parquet")
    schema = pa.DataFrameSchema(checks=checks.monotone("n"))
    for data, by in ((tmp_path / "log.parquet", engine), (tmp_path, "auto")):
        with pytest.raises(ContentError, match="is about the order of rows"):
            validate(data, schema, engine=by)
