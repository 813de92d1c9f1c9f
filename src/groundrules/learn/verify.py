"""The author's proof that an exercise is fair: each claim is tried, none is believed.

* the stub does not pass;
* the solution passes, and so do at least three correct answers in other styles;
* every known wrong answer fails, and for the reason that it states;
* the solution and the variants pass on other seeds too;
* two gradings of one file say the same;
* the linter finds exactly the named rules in the stub, and none in the solution.

A wrong answer states its reason in comment lines at its head:

    # Fails with: peeks
    # May also name: ignores_horizon

The first name must be the one that the grade names first; nothing beyond the
second line's may be named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from groundrules.errors import ContentError
from groundrules.learn.exercise import Exercise
from groundrules.learn.grading import Report, Verdict, grade

_LEAST_VARIANTS = 3
_LEAST_WRONG = 5
_FAILS_WITH = re.compile(r"^# Fails with: *(\w+) *$", re.MULTILINE)
_MAY_ALSO = re.compile(r"^# May also name: *([\w, ]+?) *$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Proof:
    """One claim about the exercise, whether it held, and what was seen where it did not."""

    claim: str
    held: bool
    seen: str = ""


def verify(exercise: Exercise, seeds: int = 2) -> Iterator[Proof]:
    """Try every claim in turn; `seeds` is how many other seeds correct answers must pass on."""
    folder = exercise.folder
    stub = folder / exercise.file
    solution = folder / "solution" / exercise.file
    variants = sorted((folder / "solution" / "variants").glob("*.py"))
    wrong = sorted((folder / "wrong").glob("*.py"))
    first = grade(exercise, stub)
    yield Proof("the stub does not pass", first.verdict is Verdict.NOT_YET, _seen(first))
    yield Proof("grading twice says the same", first == grade(exercise, stub))
    yield _enough("correct variants", variants, _LEAST_VARIANTS)
    yield _enough("wrong answers", wrong, _LEAST_WRONG)
    for path in (solution, *variants):
        for seed in (None, *range(1, seeds + 1)):
            report = grade(exercise, path, seed)
            on = "" if seed is None else f" on seed {seed}"
            passed = report.verdict is Verdict.PASS
            yield Proof(f"{_name(path, folder)} passes{on}", passed, _seen(report))
    for path in wrong:
        yield _fails_as_stated(exercise, path)
    yield from _linted(exercise, stub, solution)


def _enough(what: str, paths: list[Path], least: int) -> Proof:
    return Proof(f"there are at least {least} {what}", len(paths) >= least, f"{len(paths)} found")


def _fails_as_stated(exercise: Exercise, path: Path) -> Proof:
    text = path.read_text(encoding="utf-8")
    stated = _FAILS_WITH.search(text)
    if stated is None:
        raise ContentError(f"{path} does not say why it is wrong: add a line `# Fails with: ID`")
    allowed = {stated[1]}
    if also := _MAY_ALSO.search(text):
        allowed |= {word.strip() for word in also[1].split(",")}
    report = grade(exercise, path)
    named = [one.misconception.id for one in report.named]
    held = named[:1] == [stated[1]] and set(named) <= allowed
    return Proof(f"{_name(path, exercise.folder)} fails with {stated[1]}", held, _seen(report))


def _linted(exercise: Exercise, stub: Path, solution: Path) -> Iterator[Proof]:
    """The exercise teaches what the linter finds, and its solution is what the linter wants."""
    from groundrules import config
    from groundrules.check import check_paths

    # The project's own configuration, since a team's exercise may teach a team's rule;
    # but no exclusions: a repository rightly keeps broken examples out of its own check.
    lax = config.load(stub)
    strict = replace(lax, exclude=(), per_file_ignores={})
    for path, wanted in ((stub, set(exercise.rules)), (solution, set[str]())):
        result = check_paths([path], config=strict)
        found = {finding.code for finding in (*result.findings, *result.notes)}
        if result.files != 1:
            raise ContentError(f"{path} was not read by the linter: keep it out of .gitignore")
        claim = f"the linter finds {_codes(wanted)} in {_name(path, exercise.folder)}"
        yield Proof(claim, found == wanted, f"found {_codes(found)}")


def _codes(codes: set[str]) -> str:
    return ", ".join(sorted(codes)) or "nothing"


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _seen(report: Report) -> str:
    if report.problem is not None:
        return f"grader problem: {report.problem}"
    reasons = [
        f"{named.misconception.id} [{failure.mutation}] {failure.seen}"
        for named in report.named
        for failure in named.failures
    ]
    return f"{report.verdict.value}: " + "; ".join(reasons) if reasons else report.verdict.value
