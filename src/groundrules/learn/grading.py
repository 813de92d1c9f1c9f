"""Grade a learner's file by mutation: run it apart, judge its values here.

Three verdicts. "pass": every property held on every mutation. "not yet": some
misconceptions showed, each named with what was seen. "grader problem": the grade
could not be worked out, for a reason that is not in the learner's file.
"""

from __future__ import annotations

import importlib.util
import random
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from groundrules.errors import ContentError, MissingExtraError, UsageError
from groundrules.learn import sandbox
from groundrules.learn.api import Answer, Case, Failure
from groundrules.learn.exercise import Exercise, Misconception


class Verdict(StrEnum):
    """How a grading ended."""

    PASS = "pass"
    NOT_YET = "not yet"
    GRADER_PROBLEM = "grader problem"


# Every exercise has this one, so that authors need not write it again.
DOES_NOT_RUN = Misconception(
    id="does_not_run",
    says="The function does not return an answer for every data set.",
    code=None,
    hints=(
        "Run the file yourself on the example data that lies beside it. The message above "
        "says what happened, and the line where one is known.",
        "The check calls your function with one data frame, again and again with other data. "
        "It needs no argument more, asks nothing, reads no file, and returns a dict.",
        "Put the original back beside your file (`groundrules learn start` into another folder) "
        "and move your changes over one by one, checking after each.",
    ),
)


@dataclass(frozen=True, slots=True)
class Named:
    """One misconception, with all that showed it."""

    misconception: Misconception
    failures: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A verdict and its reasons. `named` is empty unless the verdict is NOT_YET."""

    exercise: str
    verdict: Verdict
    seed: int
    cases: int
    named: tuple[Named, ...] = ()
    problem: str | None = None
    printed: str = ""
    walls: tuple[str, ...] = ()


def grade(exercise: Exercise, source: Path, seed: int | None = None) -> Report:
    """Grade `source`; `seed` makes other data than the exercise's own version does."""
    if not source.is_file():
        raise UsageError(f"{source} is not there: put the file that you are working on back")
    need(exercise)
    seed = exercise.seed if seed is None else seed
    try:
        cases: list[Case] = list(exercise.code("grade", "cases")(seed))
    except Exception as error:
        return _problem(exercise, seed, 0, f"the data could not be made: {_last(error)}")
    random.Random(seed).shuffle(cases)  # position must tell the learner's code nothing
    run = sandbox.run(
        sandbox.Job(
            source=source, file_name=exercise.file, function=exercise.function,
            frames=[case.frame for case in cases], requires=exercise.requires,
            hidden=exercise.folder, seconds=exercise.seconds, memory_mb=exercise.memory_mb,
        )
    )  # fmt: skip
    if run.environment is not None:
        return _problem(exercise, seed, len(cases), run.environment)
    try:
        failures = [*_unanswered(exercise, cases, run), *_judged(exercise, cases, run)]
    except Exception as error:
        return _problem(
            exercise, seed, len(cases), f"the answers could not be judged: {_last(error)}"
        )
    named = _group(exercise, failures)
    verdict = Verdict.NOT_YET if named else Verdict.PASS
    return Report(
        exercise.id, verdict, seed, len(cases), named, printed=_clean(run.printed), walls=run.walls
    )


def need(exercise: Exercise) -> None:
    """Raise MissingExtraError where a package that the exercise needs is not installed."""
    for package in exercise.requires:
        if importlib.util.find_spec(package) is None:
            raise MissingExtraError("learn", "learn", package)


def _unanswered(exercise: Exercise, cases: Sequence[Case], run: sandbox.Run) -> list[Failure]:
    """Failures for what gave no dict: errors, an early end, another kind of value."""
    if run.import_error is not None:
        return [Failure(DOES_NOT_RUN.id, "", f"importing the file raised {run.import_error}")]
    seen: dict[str, str] = {}  # mutation → the first thing that went wrong there
    for index, case in enumerate(cases):
        if index in run.errors:
            seen.setdefault(case.mutation, f"it raised {run.errors[index]}")
        elif index in run.answers and not isinstance(run.answers[index], dict):
            kind = type(run.answers[index]).__name__
            seen.setdefault(case.mutation, f"it returned {kind} and not a dict")
    answered = {
        cases[index].mutation for index, value in run.answers.items() if isinstance(value, dict)
    }
    works_somewhere = answered - set(seen)
    failures = []
    for mutation, text in sorted(seen.items()):
        # Code that answers elsewhere and stumbles here stumbles over what is special here.
        name = exercise.mutations[mutation].misconception if works_somewhere else DOES_NOT_RUN.id
        failures.append(Failure(name, mutation, text))
    if run.ended is not None:
        at = cases[run.stopped_at].mutation if run.stopped_at is not None else ""
        failures.append(Failure(DOES_NOT_RUN.id, at, run.ended))
    elif not failures and len(run.answers) < len(cases):
        failures.append(Failure(DOES_NOT_RUN.id, "", "some data sets got no answer"))
    return failures


def _judged(exercise: Exercise, cases: Sequence[Case], run: sandbox.Run) -> list[Failure]:
    """What the exercise's own judge says about the answers that came."""
    got: list[tuple[Case, Answer]] = [
        (case, run.answers[index])
        for index, case in enumerate(cases)
        if isinstance(run.answers.get(index), dict)
    ]
    if not got:
        return []
    judge = exercise.code("grade", "judge")
    failures: list[Failure] = list(judge([case for case, _ in got], [answer for _, answer in got]))
    for failure in failures:
        if failure.misconception not in exercise.misconceptions:
            raise ContentError(f"grade.py names the misconception {failure.misconception!r}")
        if failure.mutation not in exercise.mutations:
            raise ContentError(f"grade.py names the mutation {failure.mutation!r}")
    return failures


def _group(exercise: Exercise, failures: Sequence[Failure]) -> tuple[Named, ...]:
    """Gather failures by misconception, in the order of exercise.toml, which is that of harm."""
    order = {name: place for place, name in enumerate(exercise.mutations)}
    groups = []
    for misconception in (DOES_NOT_RUN, *exercise.misconceptions.values()):
        mine = {
            Failure(one.misconception, one.mutation, _clean(one.seen))
            for one in failures
            if one.misconception == misconception.id
        }
        if mine:
            ranked = sorted(
                mine,
                key=lambda one: (order.get(one.mutation, -1), one.seen),
            )
            groups.append(Named(misconception, tuple(ranked)))
    return tuple(groups)


def _problem(exercise: Exercise, seed: int, cases: int, text: str) -> Report:
    return Report(exercise.id, Verdict.GRADER_PROBLEM, seed, cases, problem=_clean(text))


def _last(error: BaseException) -> str:
    """The error and the place in the exercise's own code where it was raised."""
    frames: list[Any] = traceback.extract_tb(error.__traceback__)
    place = f" ({Path(frames[-1].filename).name}, line {frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}: {error}{place}"


def _clean(text: str) -> str:
    """Drop control characters: what the learner's code says must not paint our verdict over."""
    return "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in text)
