"""What the facts on models say of small programs."""

from __future__ import annotations

import ast

import pytest

from groundrules import catalogue, content
from groundrules.facts import vocabulary
from groundrules.facts.code import Code
from groundrules.files import python

VOCABULARY = vocabulary.load(content.room("checks") / "vocabulary")
HEAD = """
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold, train_test_split
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("a.csv")
X, y = df.drop(columns="t"), df["t"]
LogisticRegression().fit(X, y)
"""


def code(text: str) -> Code:
    source = python.read("a.py", (HEAD + text).encode())
    return Code(source, python.parse(source), VOCABULARY)


def standing(text: str) -> str:
    """Return where the argument of `where(…)` stands."""
    facts = code(text)
    (call,) = facts.calls_named("where")
    return facts.models.modelling.standing(call.arguments[0].node)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("where(X)", "whole"),
        ("a, b, c, d = train_test_split(X, y)\nwhere(a)", "train"),
        ("a, b, c, d = train_test_split(X, y)\nwhere(d)", "test"),
        ("a, b, c, d = train_test_split(X, y)\nwhere(StandardScaler().fit_transform(b))", "test"),
        ("a, b = train_test_split(X)\nwhere(pd.concat([a, b]))", "whole"),
        ("a, b = train_test_split(X)\nc, d = train_test_split(a)\nwhere(d)", "validation"),
        ("a, b = train_test_split(X)\nc, d = train_test_split(b)\nwhere(c)", "validation"),
        ("for i, j in KFold().split(X):\n    where(X.iloc[i])", "train"),
        ("for n, (i, j) in enumerate(KFold().split(X)):\n    where(y[j])", "test"),
        ("i, j = next(KFold().split(X))\nwhere(X.loc[j])", "test"),
        ("train, test = X[:9], X[9:]\nwhere(test.dropna())", "test"),
        ("train = X.sample(frac=0.8)\ntest = X.drop(train.index)\nwhere(test)", "test"),
        ("train, test = df[df.day < 3], df[df.day >= 3]\nwhere(train)", "train"),
        ("a, b = train_test_split(df.index)\nwhere(df.loc[b])", "test"),
        ("left, right = X[:9], X[9:]\nwhere(right)", "whole"),
        ("def cut(f):\n    return train_test_split(f)\na, b = cut(X)\nwhere(b)", "test"),
        ("def cut(f):\n    a, b = train_test_split(f)\n    return a, b\np, q = cut(X)\nwhere(q)", "test"),
    ],
)  # fmt: skip
def test_standing(text: str, expected: str) -> None:
    assert standing(text) == expected


def test_a_helper_is_entered_through_the_call_that_is_followed() -> None:
    facts = code(
        "def scaled(part):\n    return StandardScaler().fit_transform(part)\n"
        "a, b = train_test_split(X)\na = scaled(a)\nZ = scaled(X)\np, q = train_test_split(Z)\n"
    )
    (leak,) = facts.models.leaks("transformer")
    assert leak.split.span.line == len(HEAD.split("\n")) + 5


STACK = """
train, test = pd.read_csv("a.csv"), pd.read_csv("b.csv")
{first}
both = pd.concat([train, test])
{then}
train, test = both[:9], both[9:]
"""


@pytest.mark.parametrize(
    ("first", "then", "leaks"),
    [
        ("", "both = StandardScaler().fit_transform(both)", 1),
        ("train = StandardScaler().fit_transform(train)", "", 0),
    ],
)
def test_tables_that_are_stacked_and_cut_again_at_the_seam(
    first: str, then: str, leaks: int
) -> None:
    facts = code(STACK.format(first=first, then=then))
    assert len(facts.models.leaks("transformer")) == leaks


PICKS = [
    ("scores.append(score)", "max(scores)", True),
    ("rows.append((k, score))", "max(rows, key=lambda row: row[1])", True),
    ("rows.append((k, score, 1.0))", "max(rows, key=lambda row: row[2])", False),
    ("rows.append({'k': k, 'f1': score})", "pd.DataFrame(rows).sort_values('f1')", True),
    ("scores[k] = score", "max(scores, key=scores.get)", True),
    ("print(score)", "max(scores)", False),
]


@pytest.mark.parametrize(("keep", "pick", "expected"), PICKS)
def test_where_the_best_of_several_figures_is_picked(keep: str, pick: str, expected: bool) -> None:
    facts = code(
        "a, b, c, d = train_test_split(X, y)\nscores, rows = [], []\n"
        f"for k in range(9):\n    score = LogisticRegression(C=k).fit(a, c).score(b, d)\n    {keep}\n"
        f"best = {pick}\n"
    )
    (score,) = facts.models.scores()
    assert (score.chosen() is not None) is expected


def test_what_a_round_binds_anew_does_not_come_from_the_round_before() -> None:
    facts = code("for i in y:\n    a = 1\n    where(a)\n    a = 2\n")
    (call,) = facts.calls_named("where")
    name = call.arguments[0].node
    assert isinstance(name, ast.Name)
    assert [ast.unparse(d.value) for d in facts.flow.definitions(name) if d.value] == ["1"]


def test_every_rule_of_the_family_names_a_standard_of_its_own() -> None:
    rules = [rule for rule in catalogue.load() if rule.code.startswith("MOD")]
    assert all(rule.standard.startswith("modelling/") for rule in rules)
