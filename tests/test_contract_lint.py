"""`groundrules contracts lint`: its rules by their own examples, its proposals run beside what they replace."""

from __future__ import annotations

import ast
import inspect
import json
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pandas as pd
import pandera.pandas as pa
import pytest
from conftest import ROOT, Run

from groundrules.contracts.authoring.lambdas import built_in
from groundrules.contracts.authoring.lint import lint
from groundrules.contracts.authoring.lint_rule import ContractRule
from groundrules.contracts.authoring.lint_rules import RULES
from groundrules.contracts.authoring.static import StaticCheck, names_of
from groundrules.errors import UsageError

HEAD = """import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series
from groundrules.contracts import checks
"""


def _codes(folder: Path, text: str, select: str = "ALL") -> list[str]:
    file = folder / "contract.py"
    file.write_text(HEAD + text, encoding="utf-8")
    return [finding.code for finding in lint([file], select=(select,)).findings]


def _example(rule: ContractRule, which: str) -> str:
    doc = inspect.cleandoc(type(rule).__doc__ or "")
    block = re.search(rf"^{which}:\n((?:    .*\n?)+)", doc, re.M)
    assert block is not None
    text = textwrap.dedent(block[1])
    if text.startswith("pa.Column"):
        return f's = pa.DataFrameSchema({{"x": {text.strip()}}})\n'
    return (
        text if text.startswith(("class", "pa.")) else f"class A(pa.DataFrameModel):\n    {text}\n"
    )


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_finds_its_bad_example_and_not_its_good_one(
    rule: ContractRule, tmp_path: Path
) -> None:
    assert re.search(r"Why: .*\d", type(rule).__doc__ or "", re.S), "Why, with a number"
    assert rule.code in _codes(tmp_path, _example(rule, "Bad"))
    assert rule.code not in _codes(tmp_path, _example(rule, "Good"))


NUMBERS = pd.Series([-5.0, -1.0, 0.0, 0.5, 1.0, 2.0, 5.0, 7.0, float("nan")])
TEXTS = pd.Series(["", "a", "ab", "abc", "b", "xa", "Ab", "abcdef", None], dtype=object)


@pytest.mark.parametrize(
    ("function", "proposal"),
    [
        ("Check(lambda s: s >= 0)", "Check.ge(0)"),
        ("Check(lambda s: 0 < s)", "Check.gt(0)"),
        ("Check(lambda s: (s > -1).all())", "Check.gt(-1)"),
        ("Check(lambda s: s != 1)", "Check.ne(1)"),
        ("Check(lambda s: (s >= 0) & (s < 5))", "Check.in_range(0, 5, include_max=False)"),
        ("Check(lambda s: s.between(0, 1))", "Check.in_range(0, 1)"),
        ("Check(lambda x: 0 <= x <= 5, element_wise=True)", "Check.in_range(0, 5)"),
        ("Check(lambda x: x > 0 and x < 5, element_wise=True)",
         "Check.in_range(0, 5, include_min=False, include_max=False)"),
        ("Check(lambda s: s.isin([1, 2]))", "Check.isin([1, 2])"),
        ("Check(lambda s: ~s.isin([1, 2]))", "Check.notin([1, 2])"),
        ("Check(lambda x: x in (1, 2), element_wise=True)", "Check.isin((1, 2))"),
        ("Check(lambda x: x not in {1, 2}, element_wise=True)", "Check.notin({1, 2})"),
        ("Check(lambda s: s.isin(range(1, 3)))", "Check.isin(range(1, 3))"),
    ],
)  # fmt: skip
def test_a_proposal_about_numbers_says_the_same(function: str, proposal: str) -> None:
    _same(function, proposal, NUMBERS)


@pytest.mark.parametrize(
    ("function", "proposal"),
    [
        ("Check(lambda s: s == 'a')", "Check.eq('a')"),
        ("Check(lambda s: s.str.len() <= 2)", "Check.str_length(max_value=2)"),
        ("Check(lambda s: s.str.len() > 1)", "Check.str_length(min_value=2)"),
        ("Check(lambda s: s.str.len() == 3)", "Check.str_length(min_value=3, max_value=3)"),
        ("Check(lambda x: 2 >= len(x), element_wise=True)", "Check.str_length(max_value=2)"),
        ("Check(lambda s: s.str.startswith('a'))", "Check.str_startswith('a')"),
        ("Check(lambda s: s.str.endswith('b', na=False))", "Check.str_endswith('b')"),
        ("Check(lambda s: s.str.contains('b|c'))", "Check.str_contains('b|c')"),
        ("Check(lambda s: s.str.match('b|a'))", "Check.str_matches('b|a')"),
        ("Check(lambda x: x.startswith('a'), element_wise=True)", "Check.str_startswith('a')"),
    ],
)
def test_a_proposal_about_texts_says_the_same(function: str, proposal: str) -> None:
    _same(function, proposal, TEXTS)


def _said(function: str) -> str | None:
    call = ast.parse(function, mode="eval").body
    assert isinstance(call, ast.Call)
    given = call.args[0]
    function_node = given if isinstance(given, ast.Lambda) else None
    names = names_of(ast.parse(HEAD + "from pandera.pandas import Check\n"))
    return built_in(StaticCheck("Check", call, given, function_node), names)


def _same(function: str, proposal: str, values: pd.Series) -> None:  # type: ignore[type-arg]
    assert _said(function) == proposal
    one, other = (eval(text, {"Check": pa.Check}) for text in (function, proposal))
    for value in values:
        single = pd.DataFrame({"x": pd.Series([value], dtype=values.dtype)})
        assert _keeps(single, one) == _keeps(single, other), value
    assert not _keeps(values.to_frame("x"), other), "the values must tell them apart"


def _keeps(frame: pd.DataFrame, check: pa.Check) -> bool:
    try:
        pa.DataFrameSchema({"x": pa.Column(checks=check, nullable=True)}).validate(frame)
    except pa.errors.SchemaError:
        return False
    return True


@pytest.mark.parametrize(
    "function",
    [
        "Check(lambda s: s <= s.max())",
        "Check(lambda s: s >= pd.Timestamp.now())",
        "Check(lambda s: s >= pd.Timestamp('now'))",
        "Check(lambda s: s >= limits['low'])",
        "Check(lambda s: s.mean() > 0)",
        "Check(lambda s: (s >= 0).mean() > 0.9)",
        "Check(lambda s: (s >= 0) | (s == -1))",
        "Check(lambda s: s >= 0, groupby='g')",
        "Check(lambda s: s >= 0, **options)",
        "Check(lambda s: s.str.contains('a', case=False))",
        "Check(lambda s: s.str.contains('a.', regex=False))",
        "Check(lambda s: s.str.startswith(('a', 'b')))",
        "Check(lambda x: x in 'abc', element_wise=True)",
        "Check(lambda s: s != None)",
        "Check(lambda s: s.between(0, 1, inclusive='neither'))",
        "Check(lambda s, t: s >= 0)",
        "Check(lambda s: s.str.len() != 3)",
        "Check(lambda s: s.astype(float) >= 0)",
    ],
)
def test_what_no_built_in_check_says_is_let_be(function: str) -> None:
    assert _said(function) is None


NEAR_MISSES = """
class Shared(pa.DataFrameModel):
    note: str
class _Common(pa.DataFrameModel):
    code: str
class Orders(Shared):
    user: str = pa.Field(str_length=(1, 20), nullable=True)
    day: Series[pd.Timestamp] = pa.Field(ge="2020-01-01")
    sent: pd.Timestamp
    class Config:
        unique = ["note", "day"]
        strict = True
class Elsewhere(SomethingImported):
    code: str = pa.Field(**options)
KEYED = pa.DataFrameSchema({"v": pa.Column(int)}, index=pa.Index(int, unique=True))
def test_something():
    pa.DataFrameSchema({"s": pa.Column(str), "t": pa.Column("datetime64[ns]")})
TOLD = pa.DataFrameSchema({"v": pa.Column(int, pa.Check(lambda s: s.is_unique))})
HIDDEN = pa.DataFrameSchema({"t": pa.Column("datetime64[ns]", CHECKS), **others}, unique=KEYS)
CHECKED = pa.DataFrameSchema(
    {"t": pa.Column("datetime64[ns]")}, checks=pa.Check(no_duplicates), unique=["t"]
)
"""


def test_near_misses_are_clean(tmp_path: Path) -> None:
    file = tmp_path / "contract.py"
    file.write_text(HEAD + NEAR_MISSES, encoding="utf-8")
    assert [f.message for f in lint([file]).findings] == []


def test_a_column_of_a_base_is_told_once_where_it_stands(tmp_path: Path) -> None:
    file = tmp_path / "contract.py"
    file.write_text(
        HEAD
        + "class A(pa.DataFrameModel):\n    kind: str\n    k: int = pa.Field(unique=True)\n"
        + "class B(A): pass\nclass C(A): pass\n"
    )
    assert [(f.code, f.line) for f in lint([file]).findings] == [("CTR001", 6)]


def test_info_rules_run_where_they_are_asked_for(tmp_path: Path) -> None:
    text = (
        "class A(pa.DataFrameModel):\n    k: int = pa.Field(unique=True, coerce=True)\n"
        "    @pa.check('k')\n    def odd(cls, s): return s % 2 == 1\n"
    )
    assert _codes(tmp_path, text, "CTR") == ["CTR009", "CTR008", "CTR007"]
    assert [f.code for f in lint([tmp_path]).findings] == []


def test_comments_and_configuration_silence(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(
        HEAD
        + "class A(pa.DataFrameModel):  # groundrules: ignore[CTR002] rows are events\n"
        + "    kind: str  # noqa: CTR001\n"
        + "    n: int  # noqa: CTR001\n"
    )
    done = run("contracts", "lint", "a.py", "--format", "concise")
    assert (done.returncode, re.findall(r": (\w+\d{3}) ", done.stdout)) == (1, ["E005"])
    (tmp_path / "groundrules.toml").write_text(
        'ignore = ["CTR002"]\n[per-file-ignores]\n"b.py" = ["CTR001"]\n'
    )
    (tmp_path / "b.py").write_text(HEAD + "class B(pa.DataFrameModel):\n    kind: str\n")
    assert run("contracts", "lint", "b.py").returncode == 0
    assert run("check", "b.py").returncode == 0  # which knows that these codes are another's


def test_the_command_its_formats_and_its_exit_codes(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.py").write_text(HEAD + "class B(pa.DataFrameModel):\n    kind: str\n")
    (tmp_path / "plain.py").write_text("import pandera\nx = 1\n")
    (tmp_path / "query.sql").write_text("select 1")
    (tmp_path / "broken.py").write_text("import pandera\ndef (:\n")
    assert run("contracts", "lint", "plain.py", "query.sql").returncode == 0
    quiet = run("contracts", "lint", "plain.py", "-q")
    assert (quiet.returncode, quiet.stdout) == (0, "")
    full = run("contracts", "lint", "bad.py")
    assert full.returncode == 1 and "explain CTR001" in full.stdout and "^^^" in full.stdout
    told = json.loads(run("contracts", "lint", "bad.py", "--format", "json").stdout)
    assert [f["code"] for f in told["findings"]] == ["CTR002", "CTR001"]
    assert run("contracts", "lint", "broken.py").returncode == 1
    assert run("contracts", "lint", "absent.py").returncode == 2
    assert run("contracts", "lint", "bad.py", "--select", "CTR999").returncode == 2
    page = run("explain", "CTR006").stdout
    assert "Mend: Write the built-in check." in page and "your team's" not in page


def test_an_unknown_code_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="CTR1"):
        lint([tmp_path], ignore=("CTR1",))


def test_the_hook_is_a_command_that_takes_any_python_file(run: Run, tmp_path: Path) -> None:
    hooks = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    entry = re.search(r"id: groundrules-contracts\n(?:.*\n)*?  entry: groundrules (.*)", hooks)
    assert entry is not None
    (tmp_path / "setup.py").write_text("print('no contract')\n")
    done = run(*entry[1].split(), "setup.py")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    (tmp_path / "a.py").write_text(HEAD + "class B(pa.DataFrameModel):\n    kind: str\n")
    assert run(*entry[1].split(), "setup.py", "a.py").returncode == 1


def test_nothing_heavy_is_imported(tmp_path: Path) -> None:
    file = tmp_path / "contract.py"
    file.write_text(HEAD + NEAR_MISSES + "class B(pa.DataFrameModel):\n    kind: str\n")
    code = (
        "import sys; from groundrules.cli import main\n"
        f"code = main(['contracts', 'lint', {str(file)!r}])\n"
        "heavy = {'pandas', 'pandera', 'duckdb', 'polars', 'pyarrow', 'sqlglot', 'numpy'} & set(sys.modules)\n"
        "sys.exit(f'{code} {sorted(heavy)}')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.strip() == "1 []"
