"""`groundrules learn`: exercises about judgement, and an honest check of what was repaired."""

from __future__ import annotations

import argparse
import json
import secrets
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from groundrules.cli.console import answer, say

if TYPE_CHECKING:
    from groundrules.learn.exercise import Exercise, Misconception
    from groundrules.learn.grading import Named, Report

_EXITS = {"pass": 0, "not yet": 1, "grader problem": 3}


def register(subcommands: Any) -> None:
    """Add `learn` and its own subcommands."""
    learn = subcommands.add_parser(
        "learn", help="exercises: repair an analysis, have it checked, ask for hints"
    )
    inner = learn.add_subparsers(title="learn", metavar="WHAT", required=True)
    parents = [_shared()]

    listed = inner.add_parser("list", parents=parents, help="all exercises and how you stand")
    listed.add_argument("path", nargs="?", type=Path, default=Path(), help="where you work")
    listed.set_defaults(run=run_list)

    start = inner.add_parser("start", parents=parents, help="copy an exercise into a folder")
    start.add_argument("id", metavar="ID")
    start.add_argument("-o", "--output", type=Path, metavar="DIR", help="default: a folder ID here")
    start.set_defaults(run=run_start)

    check = inner.add_parser(
        "check", parents=parents, help="check your work",
        epilog="Exit codes: 0 pass, 1 not yet, 2 wrong usage, 3 the check itself failed.",
    )  # fmt: skip
    check.add_argument(
        "path", nargs="?", type=Path, default=Path(), help="the exercise's folder or file"
    )
    seeds = check.add_mutually_exclusive_group()
    seeds.add_argument("--seed", type=int, help="make the data from this seed")
    seeds.add_argument("--fresh", action="store_true", help="make data that nobody has seen")
    check.add_argument("--output", action="store_true", help="show what your code printed, too")
    check.add_argument("--format", choices=("text", "json"), default="text")
    check.set_defaults(run=run_check)

    hint = inner.add_parser("hint", parents=parents, help="one step of help; ask again for more")
    hint.add_argument("path", nargs="?", type=Path, default=Path(), help="the exercise's folder")
    hint.add_argument("--about", metavar="NAME", help="a misconception that the check named")
    hint.set_defaults(run=run_hint)

    verify = inner.add_parser("verify", parents=parents, help="for authors: prove an exercise fair")
    verify.add_argument("id", nargs="?", metavar="ID", help="default: all")
    verify.set_defaults(run=run_verify)


def run_list(args: argparse.Namespace) -> int:
    """Print each exercise with its state."""
    from groundrules.errors import UsageError
    from groundrules.learn.workspace import states

    if not args.path.is_dir():
        raise UsageError(f"{args.path} is not a folder: name the one that your exercises are in")
    rows = states(args.path, args.exercises)
    wide = max(len(exercise.id) for exercise, _ in rows)
    for exercise, state in rows:
        answer(f"{exercise.id:<{wide}}  {state:<18}  {exercise.title} ({exercise.minutes} min)")
    return 0


def run_start(args: argparse.Namespace) -> int:
    """Copy the exercise and say what to do next."""
    from groundrules.learn.exercise import find
    from groundrules.learn.workspace import start

    exercise = find(args.id, args.exercises)
    begun = start(exercise, args.output or Path(exercise.id), args.exercises)
    for name in begun.written:
        answer(f"wrote {begun.folder / name}")
    for name in begun.kept:
        answer(f"kept  {begun.folder / name} (it was there already)")
    answer()
    answer(f"{exercise.title}, about {exercise.minutes} minutes.")
    answer(f"Read {begun.folder / 'README.md'}, repair {begun.folder / exercise.file}, then run")
    answer(f"  groundrules learn check {begun.folder}")
    return 0


def run_check(args: argparse.Namespace) -> int:
    """Grade and explain; the exit code is the verdict."""
    from groundrules.learn.workspace import check

    exercise, report = check(args.path, _seed(args), args.exercises)
    if args.format == "json":
        answer(json.dumps(_as_json(report), indent=2))
        return _EXITS[report.verdict.value]
    answer(f"{exercise.id}: {exercise.title}")
    if args.seed is not None or args.fresh:
        answer(f"(data made from seed {report.seed})")
    answer()
    if args.output and report.printed.strip():
        answer("Your code printed:")
        for line in report.printed.strip().splitlines()[-20:]:
            answer(f"  | {line}")
        answer()
    {"pass": _tell_pass, "not yet": _tell_not_yet}.get(report.verdict.value, _tell_problem)(
        exercise, report, args.path
    )
    return _EXITS[report.verdict.value]


def run_hint(args: argparse.Namespace) -> int:
    """Print the next step of help."""
    from groundrules.learn.workspace import hint

    step = hint(args.path, args.about, args.exercises)
    answer(f"About {_title(step.misconception)}: {step.misconception.says}")
    answer(f"Hint {step.step} of {step.steps}: {step.text}")
    return 0


def run_verify(args: argparse.Namespace) -> int:
    """Print each claim and whether it held."""
    from groundrules.learn.exercise import exercises, find
    from groundrules.learn.verify import verify

    chosen = [find(args.id, args.exercises)] if args.id else exercises(args.exercises)
    failed = 0
    for exercise in chosen:
        for proof in verify(exercise):
            answer(f"{'ok  ' if proof.held else 'FAIL'} {exercise.id}: {proof.claim}")
            if not proof.held:
                failed += 1
                answer(f"     {proof.seen}")
    if failed:
        say(f"groundrules: {failed} claims do not hold")
    return 1 if failed else 0


def _shared() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--exercises", type=Path, metavar="DIR", help="your team's own exercises, in place of ours"
    )
    return shared


def _seed(args: argparse.Namespace) -> int | None:
    if args.fresh:
        return secrets.randbelow(2**31)
    return None if args.seed is None else int(args.seed)


def _tell_pass(exercise: Exercise, report: Report, path: Path) -> None:
    answer(f"PASS. Your answer held on all {report.cases} data sets.")
    answer(f"Read more: standard {exercise.standard}. Compare with one way to write it:")
    answer(f"  {exercise.folder / 'solution' / exercise.file}")


def _tell_not_yet(exercise: Exercise, report: Report, path: Path) -> None:
    count = len(report.named)
    answer(f"NOT YET. {'One thing' if count == 1 else f'{count} things'} to look at:")
    for named in report.named:
        answer()
        answer(f"  {_title(named.misconception)}: {named.misconception.says}")
        for failure in named.failures:
            answer(f"    {_where(exercise, failure.mutation)}{_sentence(failure.seen)}")
    answer()
    answer(f"A hint about the first: groundrules learn hint{_argument(path)}")


def _tell_problem(exercise: Exercise, report: Report, path: Path) -> None:
    answer("GRADER PROBLEM. The check itself failed; this says nothing about your work.")
    answer(f"  {report.problem}")
    answer("Your folder is as it was. Show these lines to whoever looks after groundrules.")


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _where(exercise: Exercise, mutation: str) -> str:
    known = exercise.mutations.get(mutation)
    return f"{known.does}\n      " if known else ""


def _argument(path: Path) -> str:
    folder = path if path.is_dir() else path.parent
    return "" if folder == Path() else f" {folder}"


def _title(misconception: Misconception) -> str:
    return f"{misconception.id} ({misconception.code})" if misconception.code else misconception.id


def _as_json(report: Report) -> dict[str, Any]:
    """One object, stable: `version` changes when its shape does."""
    return {
        "version": 1,
        "exercise": report.exercise,
        "verdict": report.verdict.value,
        "seed": report.seed,
        "cases": report.cases,
        "named": [_named_json(named) for named in report.named],
        "problem": report.problem,
        "walls": list(report.walls),
    }


def _named_json(named: Named) -> dict[str, Any]:
    misconception = named.misconception
    return {
        "misconception": misconception.id,
        "code": misconception.code,
        "says": misconception.says,
        "failures": [
            {key: value for key, value in asdict(one).items() if key != "misconception"}
            for one in named.failures
        ],
    }
