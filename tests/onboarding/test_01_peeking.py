"""The peeking exercise: its proofs, its data, and what its texts promise."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

pytest.importorskip("scipy", reason="the exercises need the extra `learn`")

from groundrules.content import room
from groundrules.learn.exercise import Exercise, find
from groundrules.learn.grading import Verdict, grade
from groundrules.learn.verify import verify


@pytest.fixture(scope="module")
def exercise() -> Exercise:
    return find("01_peeking")


@pytest.mark.heavy
def test_every_claim_of_the_author_holds(exercise: Exercise) -> None:
    failed = [f"{proof.claim}: {proof.seen}" for proof in verify(exercise) if not proof.held]
    assert failed == []


def test_the_stub_fails_and_the_solution_passes(exercise: Exercise) -> None:
    stub = grade(exercise, exercise.folder / exercise.file)
    assert stub.verdict is Verdict.NOT_YET
    assert stub.named[0].misconception.id == "peeks"
    assert stub.named[0].misconception.code in exercise.rules
    solution = grade(exercise, exercise.folder / "solution" / exercise.file)
    assert solution.verdict is Verdict.PASS, solution


def test_the_linter_finds_the_named_rules_in_the_stub(exercise: Exercise, tmp_path: Path) -> None:
    from groundrules.check import check_paths

    # In a learner's folder, where no configuration of ours applies.
    stub = shutil.copy(exercise.folder / exercise.file, tmp_path)
    found = {finding.code for finding in check_paths([Path(stub)]).findings}
    assert found == set(exercise.rules)


def test_only_a_seeded_statistical_mutation_catches_a_peeker_who_reports_the_horizon(
    exercise: Exercise,
) -> None:
    report = grade(exercise, exercise.folder / "wrong" / "peeks_and_reports_the_horizon.py")
    shown_by = {failure.mutation for named in report.named for failure in named.failures}
    assert shown_by == {"many_nulls"}


def test_the_data_are_the_same_for_one_seed_and_others_for_another(exercise: Exercise) -> None:
    frame = exercise.code("make_data", "frame")
    assert frame(1).equals(frame(1))
    assert not frame(1).equals(frame(2))
    rows = frame(1)
    assert not rows.duplicated(["user_id", "day"]).any()
    assert (rows.groupby("user_id")["variant"].nunique() == 1).all()


def test_the_example_lies_beside_the_stub_and_misleads_it(
    exercise: Exercise, tmp_path: Path
) -> None:
    example = exercise.code("make_data", "example")
    (name, text), *rest = example(exercise.seed).items()
    assert not rest and name in (exercise.folder / exercise.file).read_text()
    assert example(exercise.seed) == {name: text}


def test_readme_and_stub_speak_of_the_same_keys_and_decisions(exercise: Exercise) -> None:
    readme = (exercise.folder / "README.md").read_text()
    solution = (exercise.folder / "solution" / exercise.file).read_text()
    for key in re.findall(r'^        "(\w+)":', solution, re.MULTILINE):
        assert f"`{key}`" in readme
    for decision in ("wait", "invalid split", "ship", "roll back", "no clear effect"):
        assert f'"{decision}"' in readme and f'"{decision}"' in solution


def test_the_standard_computes_its_own_numbers() -> None:
    text = (room("standards") / "experiments" / "stopping.md").read_text()
    blocks = re.findall(r"^```python recompute\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    assert len(blocks) == 1
    exec(compile(blocks[0], "stopping.md", "exec"), {})
    for quoted in ("5.0 %", "14.2 %", "22.0 %", "27.5 %", "88 %", "1.6 times"):
        assert quoted in text
