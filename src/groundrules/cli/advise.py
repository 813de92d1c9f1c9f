"""`groundrules advise`."""

from __future__ import annotations

import argparse
import json
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from groundrules import config as configuration
from groundrules.cli.console import answer, say

if TYPE_CHECKING:
    from groundrules.methods.load import Guide

_FLAG = "question:"


def register(subcommands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command; the flags of the questions are added when its line is read."""
    advise = subcommands.add_parser(
        "advise",
        help="which method answers the question, and why",
        description="Say which statistical method answers a question, from what is asked and from how the data "
        "came about, with the path of decisions. At a terminal, what is not said by flags or by a file is asked.",
    )
    what = advise.add_mutually_exclusive_group()
    what.add_argument(
        "--describe",
        type=Path,
        metavar="FILE.yaml",
        help="the description: `question: answer`, a line each",
    )
    what.add_argument("--list", action="store_true", help="all methods, by family")
    what.add_argument("--show", metavar="NAME", help="one method in full")
    what.add_argument(
        "--test",
        action="store_true",
        help="run the code of every method against its numbers (a team's own too)",
    )
    advise.add_argument("--format", choices=("text", "json"), default="text")
    advise.set_defaults(run=_advise)
    plain = advise.parse_known_args
    flagged: list[bool] = []

    def with_questions(args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:
        if not flagged:
            flagged.append(True)
            _add_flags(advise, _guide())
        return plain(args, namespace)

    # Which flags there are is content: reading it at every start of the program would cost all other commands.
    advise.parse_known_args = with_questions  # type: ignore[method-assign]


@cache
def _guide() -> Guide:
    from groundrules.methods.load import load

    return load(configuration.load(Path()).methods)


def _add_flags(advise: argparse.ArgumentParser, guide: Guide) -> None:
    from groundrules.methods.describe import flag
    from groundrules.methods.load import UNKNOWN

    group = advise.add_argument_group("the description", f"every question also takes {UNKNOWN}")
    for question in guide.questions:
        answers = ", ".join(one.name for one in question.answers)
        group.add_argument(
            f"--{flag(question.name)}",
            dest=_FLAG + question.name,
            metavar="ANSWER",
            help=f"{question.text} {answers}".replace("%", "%%"),
        )


def _advise(args: argparse.Namespace) -> int:
    guide = _guide()
    if args.list:
        return _list(guide, args.format)
    if args.show is not None:
        return _show(guide, args.show, args.format)
    if args.test:
        return _test(guide)
    from groundrules.methods import describe, objects, route, text
    from groundrules.methods.match import Matcher

    said = {
        name.removeprefix(_FLAG): value
        for name, value in vars(args).items()
        if name.startswith(_FLAG) and value is not None
    }
    if args.describe is not None:
        said = {**describe.read(args.describe, guide), **said}
    matcher = Matcher(guide)
    given = describe.checked(said, guide)
    asked = describe.complete(given, matcher)
    if asked[2] and sys.stdin.isatty():
        from groundrules.cli.advise_ask import ask

        given = ask(matcher, given)
        asked = describe.complete(given, matcher)
    whole, taken, missing = asked
    describe.refuse_incomplete(missing)
    advice = route.route(matcher, whole, taken)
    if args.format == "json":
        answer(json.dumps(objects.advice_object(advice, whole), indent=1, ensure_ascii=False))
    else:
        answer(text.advice_text(advice, guide))
    return 0


def _list(guide: Guide, form: str) -> int:
    from groundrules.methods import objects, text

    if form == "json":
        answer(json.dumps(objects.listing_object(guide), indent=1, ensure_ascii=False))
    else:
        answer(text.listing(guide))
    return 0


def _show(guide: Guide, name: str, form: str) -> int:
    from groundrules.methods import objects, text

    method = guide.method(name)
    if form == "json":
        answer(json.dumps(objects.method_object(method), indent=1, ensure_ascii=False))
    else:
        answer(text.page(method))
    return 0


def _test(guide: Guide) -> int:
    from groundrules import catalogue, content
    from groundrules.methods import lint, tester

    room = content.room("standards")
    standards = {path.relative_to(room).with_suffix("").as_posix() for path in room.rglob("*.md")}
    exercises = {path.name for path in content.room("onboarding").iterdir() if path.is_dir()}
    codes = {rule.code for rule in catalogue.load(configuration.load(Path()))}
    faults = list(lint.faults(guide, codes, exercises, standards))
    say(f"running the code of {len(guide.methods)} methods")
    for name, found in tester.faults(guide.methods).items():
        faults += [f"{guide.files[name]}: {fault}" for fault in found]
    for fault in faults:
        answer(fault)
    say(f"{len(guide.methods)} methods, {len(faults)} faults")
    return 1 if faults else 0
