"""Seeded mistakes, written before the rules were read: each is found, and no correct twin is."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import sqlglot

sys.path.insert(0, str(Path(__file__).parent / "seeded"))

import suite

from groundrules import catalogue, ruletest
from groundrules.config import Config
from groundrules.files.sql import mask

RULES = {rule.code: rule for rule in catalogue.load()}
CASES = suite.cases()
GAPS = suite.gaps()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: suite.Case) -> None:
    if case.code not in RULES:
        pytest.skip(f"{case.code} is not written yet")
    outcome = suite.run(case, RULES[case.code])
    if case.name in GAPS:
        assert not outcome.right, f"{case.name} is right now: remove it from the list of gaps"
    else:
        assert outcome.right, f"{case.name}: {outcome}"


def test_cases_are_whole() -> None:
    for case in CASES:
        assert bool(case.expected) == case.bad, case.name
        assert case.code.startswith(case.family), case.name
        if case.path.suffix == ".py":
            compile(case.text, case.name, "exec")
        else:
            dialect = ruletest.configured(case.text, Config(root=suite.HERE)).dialect
            sql, _ = mask(case.text)
            assert len(sql) == len(case.text), case.name
            assert any(sqlglot.parse(sql, dialect=dialect)), case.name


def test_every_rule_has_at_least_three_of_each() -> None:
    for folder in {case.path.parent for case in CASES}:
        mine = [case for case in CASES if case.path.parent == folder]
        assert sum(case.bad for case in mine) >= 3, folder.name
        assert sum(not case.bad for case in mine) >= 3, folder.name


def test_gaps_and_first_runs_name_cases() -> None:
    names = {case.name for case in CASES}
    assert set(GAPS) <= names
    assert set(suite.first_run()) <= names
    assert all(GAPS.values()), "a gap has a reason"
