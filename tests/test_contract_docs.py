"""`groundrules contracts docs`: checks in words, and a page that any name leaves whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import mistune
import pandera.pandas as pa
import pytest
from conftest import Run
from hypothesis import given, settings
from hypothesis import strategies as st
from pandera.engines.pandas_engine import Date, Decimal

from groundrules.contracts import checks
from groundrules.contracts.authoring.docs import dictionary
from groundrules.contracts.authoring.words import check_in_words, type_in_words

C = pa.Check


@pytest.mark.parametrize(
    ("check", "words"),
    [
        (C.ge(0), "at least `0`"),
        (C.in_range(0, 1, include_max=False), "from `0` to `1` (exclusive)"),
        (C.isin(["a", "b"]), "one of `a`, `b`"),
        (C.isin({3, 1, 2}), "one of `1`, `2`, `3`"),
        (C.notin([1]), "none of `1`"),
        (C.isin(range(23)), "one of " + ", ".join(f"`{n}`" for n in range(20)) + " and 3 more"),
        (C.str_length(1, 9), "1 to 9 characters"),
        (C.str_length(3), "3 characters"),
        (C.str_length(max_value=9), "at most 9 characters"),
        (C.str_matches("a|b"), r"begins with a match of `a\|b`"),
        (C.unique_values_eq(["b", "a"]), "all of `a`, `b` occur, and nothing else"),
        (C.le(5, raise_warning=True), "at most `5` (advisory)"),
        (C.ne(5, ignore_na=False), "never `5`, nulls too"),
        (checks.mostly(C.ge(0), share=0.999), "at least `0`, in at least 99.9 % of the values"),
        (checks.compare("a", "<=", "b"), "`a <= b`"),
        (C(lambda s: s > 0, error="positive"), "`positive`"),
        (C(lambda s: s > 0, description="sums of\nmoney"), "sums of money"),
    ],
)
def test_checks_in_words(check: pa.Check, words: str) -> None:
    assert check_in_words(check) == words


@pytest.mark.parametrize(
    ("dtype", "words"),
    [
        (int, "whole number"),
        ("int8", "whole number (`int8`)"),
        (float, "number"),
        (str, "text"),
        (bool, "true or false"),
        ("datetime64[ns]", "time without zone"),
        ("datetime64[ns, UTC]", "time, zone `UTC`"),
        (pa.Category(["a"]), "category: `a`"),
        (Decimal(10, 2), "decimal of 10 digits, 2 after the point"),
        (Date, "date"),
        (None, "any"),
    ],
)
def test_types_in_words(dtype: Any, words: str) -> None:
    assert type_in_words(pa.Column(dtype).dtype) == words


def _cells(page: str) -> list[list[str]]:
    """Return the rows of the page's tables as a Markdown parser reads them: texts of cells."""
    parse = mistune.create_markdown(renderer=None, plugins=["table"])
    found: list[list[str]] = []

    def text(node: dict[str, Any]) -> str:
        return str(node.get("raw", "")) + "".join(text(inner) for inner in node.get("children", ()))

    def walk(node: dict[str, Any]) -> None:
        cells = [c for c in node.get("children", ()) if c["type"] == "table_cell"]
        if cells:
            found.append([text(cell) for cell in cells])
        for inner in node.get("children", ()):
            walk(inner)

    for node in parse(page):  # type: ignore[union-attr]
        assert isinstance(node, dict)
        walk(node)
    return found


HOSTILE = st.text(st.sampled_from(list("ab|`\\<>*_[]()#\n\r\t é;'\"$")), min_size=1, max_size=12)


@settings(derandomize=True, database=None, deadline=None, max_examples=150)
@given(HOSTILE, HOSTILE, HOSTILE, HOSTILE)
def test_any_name_leaves_the_table_whole(name: str, other: str, member: str, told: str) -> None:
    schema = pa.DataFrameSchema(
        {
            name: pa.Column(str, C.isin([member]), description=told),
            other + "2": pa.Column(int, title=told, metadata={"sensitive": True}),
        },
        unique=[name, other + "2"],
        title=told,
    )
    rows = _cells(dictionary([("contracts/a.py:A", schema)]))
    assert [len(row) for row in rows] == [7, 7, 7]
    assert rows[2][1] == "whole number" and rows[2][6].startswith("sensitive")


def test_bars_are_escaped_in_tables_alone() -> None:
    schema = pa.DataFrameSchema(
        {"a|b": pa.Column(str, C.str_matches(r"x\|y"), unique=True, description=r"p | q \| r")}
    )
    page = dictionary([("a.py:A", schema)])
    assert "A row is told by: `a|b`\n" in page
    assert page.splitlines()[-1].startswith(r"| `a\|b` | text | yes | no | yes |")
    assert "<code>x&#92;&#124;y</code>" in page and r"| p \| q \| r |" in page


CONTRACT = '''
import pandera.pandas as pa
class Orders(pa.DataFrameModel):
    """Orders of the shop, one row each."""
    order: int = pa.Field(unique=True, ge=1, description="Its number.")
    user: str = pa.Field(nullable=True, str_length=(1, 20), metadata={"sensitive": True})
    class Config:
        strict = True
        title = "Orders"
EMPTY = pa.DataFrameSchema({})
'''
PAGE = """# Orders

Orders of the shop, one row each.

- Contract: `orders.py:Orders`
- A row is told by: `order`
- Other columns are refused

| column | type | always there | nulls | unique | what holds | about |
|---|---|---|---|---|---|---|
| `order` | whole number | yes | no | yes | at least `1` | Its number |
| `user` | text | yes | yes | no | 1 to 20 characters | **sensitive** |
"""


def test_the_command(run: Run, tmp_path: Path) -> None:
    (tmp_path / "orders.py").write_text(CONTRACT)
    assert run("contracts", "docs", "orders.py:Orders").stdout == PAGE
    done = run("contracts", "docs", "orders.py:Orders", "orders.py:EMPTY", "-o", "page.md")
    page = (tmp_path / "page.md").read_text()
    assert (done.returncode, done.stdout) == (0, "page.md\n")
    assert page.startswith("# Data dictionary\n\n## Orders\n") and "## EMPTY" in page
    assert run("contracts", "docs", "orders.py:Orders", "-o", "no/page.md").returncode == 2
    assert run("contracts", "docs", "orders.py:Nobody").returncode == 2
