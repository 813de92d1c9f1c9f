"""The method guide: its content holds, its numbers are reached, and every description has an answer."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from groundrules import catalogue, content, documents
from groundrules.config import Config
from groundrules.errors import ContentError, UsageError
from groundrules.lint import Linter
from groundrules.methods import coverage, describe, lint, load, route, tester, text
from groundrules.methods.form import Gaps, Method, Questions
from groundrules.methods.match import Matcher

GUIDE = load.load()
MATCHER = Matcher(GUIDE)
NAMES = [method.name for method in GUIDE.methods]
CODES = {rule.code for rule in catalogue.load()}
STANDARDS = content.room("standards")
TWO_MEANS = {
    "goal": "compare",
    "outcome": "continuous",
    "groups": "two",
    "design": "independent",
    "estimand": "mean",
}


def advice(**answers: str) -> route.Advice:
    """Return what the guide says to a description, defaults taken."""
    whole, taken, missing = describe.complete(describe.checked(answers, GUIDE), MATCHER)
    assert not missing, [question.name for question in missing]
    return route.route(MATCHER, whole, taken)


def first(**answers: str) -> str:
    """Return the name of the method that comes first."""
    return advice(**answers).choices[0].method.name


@cache
def faults() -> dict[str, list[str]]:
    """Return what is wrong with the codes: all run once, in one process."""
    return tester.faults(GUIDE.methods)


@pytest.mark.xdist_group("methods")  # one worker, so that the codes run once
@pytest.mark.parametrize("name", NAMES)
def test_the_code_runs_and_reaches_its_numbers(name: str) -> None:
    assert faults()[name] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_code_keeps_the_rules(name: str) -> None:
    linter = Linter(Config(root=ROOT), catalogue.load())
    hits, notes = linter.check(
        f"{name}.py", f"{GUIDE.method(name).code}\n{GUIDE.method(name).proof}".encode()
    )
    assert not notes
    assert [f"{hit.code} line {hit.line}" for hit in hits] == []


@pytest.mark.parametrize("name", NAMES)
def test_needs_names_what_the_code_imports(name: str) -> None:
    method = GUIDE.method(name)
    imported = set(re.findall(r"^(?:from|import) (\w+)", method.code, re.M))
    known = {"numpy", "pandas", "scipy", "sklearn", "statsmodels", "tea_tasting"}
    names = {"scikit-learn": "sklearn", "tea-tasting": "tea_tasting"}
    needed = {names.get(package, package) for package in method.needs}
    assert imported & known - {"numpy"} == needed - {"numpy"}


def test_the_content_has_no_faults() -> None:
    exercises = {path.name for path in content.room("onboarding").iterdir() if path.is_dir()}
    standards = {
        path.relative_to(STANDARDS).with_suffix("").as_posix() for path in STANDARDS.rglob("*.md")
    }
    assert list(lint.faults(GUIDE, CODES, exercises, standards)) == []


def test_every_description_has_an_answer_and_every_way_in_is_taken() -> None:
    """A goal that no method speaks of yet is answered in general; all others completely."""
    bare, unreached = coverage.uncovered(MATCHER)
    goals = {goal for method in GUIDE.methods for one in method.when for goal in one.if_["goal"]}
    assert [one for one in bare if one["goal"] in goals] == []
    assert unreached == []


@pytest.mark.parametrize(
    ("form", "name", "title"),
    [
        (Method, "method", "A method of the guide"),
        (Questions, "questions", "Questions of the method guide"),
        (Gaps, "gaps", "Descriptions that no method answers"),
    ],
)
def test_the_schema_is_current(form: type, name: str, title: str) -> None:
    """Make it anew with: documents.schema(form, title) > standards/schema/NAME.json"""
    stored = (STANDARDS / "schema" / f"{name}.json").read_text(encoding="utf-8")
    assert stored == documents.schema(form, title)


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({}, "welch"),
        ({"outcome": "money"}, "welch"),
        ({"outcome": "money", "estimand": "capped_mean"}, "winsorised_mean"),
        ({"outcome": "ordinal"}, "welch"),
        ({"covariate": "before"}, "cuped"),
        ({"units": "few"}, "permutation_test"),
        ({"rows": "finer"}, "aggregate_rows"),
        ({"design": "paired"}, "paired_t"),
        ({"design": "clustered"}, "cluster_robust"),
        ({"design": "clustered", "units": "few"}, "cluster_summaries"),
        ({"design": "switchback"}, "switchback_cells"),
        ({"groups": "more"}, "welch_anova"),
        ({"claim": "same"}, "tost"),
        ({"claim": "not_worse"}, "non_inferiority"),
        ({"estimand": "quantile"}, "quantile_difference"),
        ({"estimand": "quantile", "claim": "not_worse"}, "quantile_difference"),
        ({"estimand": "tendency"}, "brunner_munzel"),
        ({"outcome": "count", "estimand": "rate", "spread": "overdispersed"}, "negative_binomial"),
    ],
)
def test_where_a_comparison_leads(changed: dict[str, str], name: str) -> None:
    assert first(**{**TWO_MEANS, **changed}) == name


def test_the_path_says_what_was_taken_and_how_many_are_left() -> None:
    found = advice(**TWO_MEANS)
    assert [step.question for step in found.path][:3] == ["goal", "outcome", "groups"]
    left = [step.left for step in found.path]
    assert left == sorted(left, reverse=True)
    assert {step.question for step in found.path if step.taken} == {
        "rows", "claim", "covariate", "units", "comparisons", "looks",
    }  # fmt: skip
    assert set(found.choices[0].decisions) <= {step.question for step in found.path}


def test_near_misses_differ_by_one_answer() -> None:
    missed = {miss.method.name: miss for miss in advice(**TWO_MEANS).misses}
    assert missed["paired_t"].question == "design"
    assert missed["cuped"].needs == ("before",)
    assert missed["tost"].answer == "difference"
    assert "mcnemar" not in missed
    possible = advice(**{**TWO_MEANS, "design": "unknown"}).misses
    assert "cluster_robust" not in {miss.method.name for miss in possible}


def test_what_goes_with_it_stands_beside() -> None:
    found = advice(**TWO_MEANS, comparisons="several", looks="several")
    beside = [choice.method.name for choice in found.choices if choice.place == "beside"]
    assert beside == ["group_sequential", "holm"]


def test_not_known_says_how_to_find_out_and_where_answers_lead() -> None:
    found = advice(**{**TWO_MEANS, "design": "unknown"})
    assert found.nothing is None
    (one,) = found.open
    assert "welch" in one.leads["independent"] and "paired_t" in one.leads["paired"]
    assert one.question.find_out in " ".join(text.advice_text(found, GUIDE).split())


def test_what_depends_on_an_unknown_answer_is_not_asked() -> None:
    found = advice(goal="unknown")
    assert [step.question for step in found.path] == ["goal"]
    assert "welch" in found.open[0].leads["compare"]
    found = advice(goal="compare", outcome="unknown", groups="two", design="paired")
    assert {step.question for step in found.path} == {
        "goal", "outcome", "groups", "design", "comparisons", "looks",
    }  # fmt: skip
    assert {one.question.name for one in found.open} == {"outcome"}
    found = advice(
        goal="compare", outcome="unknown", groups="two", design="paired", estimand="mean"
    )
    assert found.unused == () and "paired_t" in found.open[0].leads["continuous"]


def test_nothing_says_why_and_what_is_near() -> None:
    found = advice(**{**TWO_MEANS, "estimand": "rate"})
    assert found.nothing is not None
    assert found.nothing.nearest == ("welch", "ratio_delta")
    assert "No method: a rate needs counted events" in text.advice_text(found, GUIDE)


def test_an_answer_that_changes_nothing_is_named() -> None:
    found = advice(**{**TWO_MEANS, "pair": "numbers"})
    assert found.unused == ("pair",)


_ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        question.name: st.sampled_from([*(one.name for one in question.answers), load.UNKNOWN])
        for question in GUIDE.questions
    },
)


@settings(max_examples=60, derandomize=True, database=None, deadline=None)
@given(_ANSWERS)
def test_any_description_gets_the_same_answer_twice(answers: dict[str, str]) -> None:
    answers = {"goal": "compare", **answers}
    whole, taken, missing = describe.complete(describe.checked(answers, GUIDE), MATCHER)
    for question in missing:
        whole[question.name] = load.UNKNOWN
    whole = describe.checked(whole, GUIDE)
    one, other = (route.route(MATCHER, whole, taken) for _ in range(2))
    assert text.advice_text(one, GUIDE) == text.advice_text(other, GUIDE)
    for choice in one.choices:  # what is chosen is contradicted by nothing
        assert any(
            all(whole.get(name) in accepted for name, accepted in way.if_.items())
            for way in choice.method.when
        )
    assert one.nothing or one.open or any(choice.place == "first" for choice in one.choices)


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"gaol": "compare"}, "no question is called `gaol`; did you mean `goal`?"),
        ({"goal": "comapre"}, "`comapre` is no answer to `goal`: .*; did you mean `compare`?"),
    ],
)
def test_a_wrong_description_is_refused_with_the_nearest(
    answers: dict[str, str], said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        describe.checked(answers, GUIDE)


def _own(folder: Path, **changes: str) -> Path:
    """Write a method of a team's own into a folder of the same form."""
    body = (STANDARDS / "methods" / "comparison" / "one_sample_t.yaml").read_text(encoding="utf-8")
    body = body.replace("name: one_sample_t", "name: ours", 1)
    for old, new in changes.items():
        body = body.replace(*new.split("→", 1)) if "→" in new else body.replace(old, new)
    place = folder / "comparison"
    place.mkdir(parents=True, exist_ok=True)
    (place / "ours.yaml").write_text(body, encoding="utf-8")
    return folder


def test_a_team_adds_its_own_methods_and_questions(tmp_path: Path) -> None:
    _own(tmp_path, groups="groups: [one]→groups: [one]\n      season: [peak]")
    (tmp_path / "questions.yaml").write_text(
        "questions:\n- {name: season, text: When is it, why: It matters., find_out: Ask., default: other,"
        " answers: [{name: peak, text: at the peak}, {name: other, text: else}]}\n"
    )
    matcher = Matcher(load.load([tmp_path]))
    answers = {"goal": "compare", "outcome": "money", "groups": "one", "estimand": "mean"}
    for season, expected in (("peak", {"ours", "one_sample_t"}), ("other", {"one_sample_t"})):
        whole, _, missing = describe.complete({**answers, "season": season}, matcher)
        assert not missing
        assert {choice.method.name for choice in route.route(matcher, whole).choices} == expected


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("name: ours→name: welch", "name: `welch` must be the file's, ours"),
        ("family: comparison→family: counts", "family: `counts` must be the folder's, comparison"),
        ("title:→titel:", "unknown key `titel`; did you mean `title`?"),
        ("within: 1.0e-12→within: 0.0", r"Expected `float` > 0"),
    ],
)
def test_a_broken_file_is_refused(tmp_path: Path, change: str, said: str) -> None:
    with pytest.raises(ContentError, match=re.escape(said)):
        load.load([_own(tmp_path, x=change)])


def test_a_name_that_is_taken_is_refused(tmp_path: Path) -> None:
    (_own(tmp_path) / "comparison" / "ours.yaml").rename(tmp_path / "comparison" / "welch.yaml")
    path = tmp_path / "comparison" / "welch.yaml"
    path.write_text(path.read_text().replace("name: ours", "name: welch", 1))
    with pytest.raises(ContentError, match="the method `welch` is there already, in"):
        load.load([tmp_path])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("goal: [compare]→gaol: [compare]", "no question is called `gaol`"),
        ("groups: [one]→groups: [won]", "`won` is no answer to `groups`"),
        ("rules: [EXP017]→rules: [EXP999]", "no rule is called `EXP999`"),
        ("instead: welch→instead: wehlch", "no method is called `wehlch`"),
        ("look: Rows and→look: Shapiro's test; rows and", "is a pretest"),
        ("value: 0.4037669953849797, within: 1.0e-12→value: 0.4", "needs `within`"),
    ],
)
def test_faults_of_content_are_found(tmp_path: Path, change: str, said: str) -> None:
    guide = load.load([_own(tmp_path, x=change)])
    found = list(lint.faults(guide, CODES, (), {"experiments/two_samples"}))
    assert any(said in fault and "ours.yaml" in fault for fault in found), found


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("result = {'a': 1.0}", None),
        ("result = {'a': 1}", None),
        ("result = {'a': 1.1}", "is 1.1, not within 0.01 of 1.0"),
        ("result = {'a': True}", "is True, not 1.0"),
        ("result = {'b': 1.0}", "`a` is not in the result: b"),
        ("result = {'a': 1.0, 'c': 2}", "result['c'] is not in expect"),
        ("import numpy\nresult = {'a': numpy.float64(1)}", "is a float64"),
        ("result = [1]", "leaves no dict"),
        ("1 / 0", "ZeroDivisionError"),
        ("raise SystemExit(3)", "SystemExit"),
        ("import warnings\nwarnings.warn('odd')\nresult = {'a': 1.0}", "UserWarning: odd"),
        ("import os\nos._exit(4)", "the process ended with 4"),
    ],
)
def test_the_tester_finds_what_is_wrong(code: str, said: str | None) -> None:
    form = GUIDE.method("welch")
    made = {name: getattr(form, name) for name in form.__struct_fields__}
    expected = type(form.expect[0])(name="a", value=1.0, within=0.01, source="here")
    (found,) = tester.faults([Method(**{**made, "code": code, "expect": [expected]})]).values()
    assert found == [] if said is None else any(said in fault for fault in found), found
