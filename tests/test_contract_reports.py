"""What a run says: for GitHub, JUnit, a notebook; which contract holds for which table; guards of functions."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as Xml

import pandas as pd
import pandera.pandas as pa
import polars as pl
import pytest
from conftest import Run

from groundrules.contracts import BrokenContractError, check_io, validate
from groundrules.errors import GroundrulesError

CONTRACT = """import pandera.pandas as pa
class Orders(pa.DataFrameModel):
    order_id: int = pa.Field(unique=True)
    amount: float = pa.Field(ge=0, raise_warning=True)
    email: str = pa.Field(metadata={"sensitive": True}, str_contains="@")
"""
GOOD = "order_id,amount,email\n1,2,a@b\n"
BAD = "order_id,amount,email\n1,-2,secret\n1,3,a@b\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "orders.py").write_text(CONTRACT)
    (tmp_path / "good.csv").write_text(GOOD)
    (tmp_path / "bad,%:.csv").write_text(BAD)
    (tmp_path / "broken.csv").write_text("")
    return tmp_path


def _all(run: Run, form: str, *more: str) -> str:
    done = run(
        "validate", "good.csv", "bad,%:.csv", "broken.csv", "--contract", "orders.py:Orders",
        "--format", form, *more,
    )  # fmt: skip
    assert done.returncode == 2
    return done.stdout


def test_github_annotates_what_is_broken(folder: Path, run: Run) -> None:
    lines = _all(run, "github").splitlines()
    assert lines == [
        "good.csv keeps Orders (1 rows)",
        "::error file=orders.py,title=bad%2C%25%3A.csv breaks Orders::order_id: unique: 2 of 2 rows (100.00 %25)",
        "::warning file=orders.py,title=bad%2C%25%3A.csv breaks Orders::"
        "amount: greater_than_or_equal_to(0): 1 of 2 rows (50.00 %25)",
        "::error file=orders.py,title=bad%2C%25%3A.csv breaks Orders::"
        "email: str_contains('@'): 1 of 2 rows (50.00 %25)",
        "bad,%25:.csv BREAKS Orders (2 rows)",
        "::error file=orders.py,title=broken.csv was not judged::"
        "broken.csv is empty: not even a header line; did its export fail?",
    ]
    assert "secret" not in _all(run, "github", "--samples", "5")


def test_junit_has_a_suite_a_table_and_a_case_a_rule(folder: Path, run: Run) -> None:
    root = Xml.fromstring(_all(run, "junit"))
    good, bad, broken = root
    assert [one.get("name") for one in root] == ["good.csv", "bad,%:.csv", "broken.csv"]
    assert (good.get("failures"), bad.get("failures"), broken.get("errors")) == ("0", "2", "1")
    failed = {case.get("name") for case in bad if case.find("failure") is not None}
    assert failed == {"order_id: unique", "email: str_contains('@')"}
    assert len(bad) == int(bad.get("tests", 0))
    assert "secret" not in _all(run, "junit", "--samples", "5")


def test_a_name_that_xml_cannot_hold_is_written_still() -> None:
    from groundrules.contracts.report import Judged, junit
    from groundrules.contracts.report import Run as AllOfThem

    name = "odd\x00\x1b</testcase>\ufffe"
    result = validate(pd.DataFrame({name: [1]}), pa.DataFrameSchema({name: pa.Column(str)}))
    text = junit.whole(AllOfThem((Judged(name, "c.py:C", result),), ()))
    (suite,) = Xml.fromstring(text)
    assert suite.get("name") == "odd\ufffd\ufffd</testcase>\ufffd"


def test_a_notebook_shows_what_is_broken_first() -> None:
    schema = pa.DataFrameSchema({"<b>x": pa.Column(int, pa.Check.ge(0))}, name="<i>")
    shown = validate(pd.DataFrame({"<b>x": [1, -1]}), schema, samples=1)._repr_html_()
    assert "<b>" not in shown and "<i>" not in shown
    assert shown.index("✗ failed") < shown.index("✓ passed")
    assert "1 of 2 rows (50.00 %)" in shown and "row 2: -1" in shown
    Xml.fromstring(shown)  # is well formed


def test_the_configuration_says_which_contract_holds(folder: Path, run: Run) -> None:
    (folder / "groundrules.toml").write_text(
        '[contracts]\n"go*.csv" = "orders.py:Orders"\n'
        '"bad,%:.csv" = {contract = "orders.py:Orders", engine = "pandas"}\n'
    )
    done = run("validate", "--format", "json")
    found = json.loads(done.stdout)["results"]
    assert done.returncode == 1
    assert [(one["data"], one["passed"]) for one in found] == [
        ("good.csv", True),
        ("bad,%:.csv", False),
    ]
    assert run("validate", "./good.csv").returncode == 0
    below = folder / "below"
    below.mkdir()
    done = run("validate", "../good.csv", cwd=below)
    assert (done.returncode, "../good.csv keeps Orders" in done.stdout) == (0, True)
    done = run("validate", "broken.csv")
    assert done.returncode == 2 and "names no contract for it" in done.stderr


@pytest.mark.parametrize(
    ("config", "args", "said"),
    [
        ("", ["validate"], "which contract?"),
        ("", ["validate", "good.csv"], "which contract?"),
        ("", ["validate", "--contract", "orders.py:Orders"], "name the data"),
        ('"none*.csv" = "orders.py:Orders"', ["validate"], "'none*.csv' finds no file"),
        ('"good.csv" = 3', ["validate"], "needs a contract"),
        ('"good.csv" = {contract = "orders.py:Orders", engine = "abacus"}', ["validate"], "one of"),
        ('"good.csv" = "orders.py:Order"', ["validate"], "did you mean Orders?"),
    ],
)
def test_a_configuration_in_the_wrong_form_is_said(
    folder: Path, run: Run, config: str, args: list[str], said: str
) -> None:
    (folder / "groundrules.toml").write_text(f"[contracts]\n{config}\n")
    done = run(*args)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr and "Traceback" not in done.stderr


def test_a_function_is_held_to_its_contracts() -> None:
    one = pa.DataFrameSchema({"x": pa.Column("int64", pa.Check.ge(0))}, name="Raw")

    @check_io(frame=one, out=one)
    def less(frame: pd.DataFrame, by: int = 0) -> pd.DataFrame:
        """Subtract."""
        return frame - by

    good = pd.DataFrame({"x": [1, 2]})
    assert less(good, by=1)["x"].tolist() == [0, 1]
    assert less.__doc__ == "Subtract."
    with pytest.raises(
        BrokenContractError, match=r"^frame of .*less breaks Raw \(1 rows\): x: "
    ) as e:
        less(pd.DataFrame({"x": [-7]}))
    assert "-7" not in str(e.value)
    with pytest.raises(BrokenContractError, match=r"what .*less returns breaks Raw"):
        less(good, 2)
    with pytest.raises(TypeError, match="takes no argument 'frames'"):
        check_io(frames=one)(less)
    assert issubclass(BrokenContractError, GroundrulesError)


def test_a_lazy_frame_stays_lazy_and_a_result_raises_when_asked() -> None:
    one = pa.DataFrameSchema({"x": pa.Column("int64", pa.Check.ge(0))})

    @check_io(out=one)
    def make(values: list[int]) -> pl.LazyFrame:
        return pl.LazyFrame({"x": values})

    assert isinstance(make([1]), pl.LazyFrame)
    validate(pl.DataFrame({"x": [1]}), one).raise_if_failed()
    with pytest.raises(BrokenContractError, match=r"1 of 1 rows \(100\.00 %\)") as broken:
        validate(pl.DataFrame({"x": [-1]}), one).raise_if_failed()
    assert broken.value.result.rows == 1
