"""`groundrules new` and `groundrules demo`."""

from __future__ import annotations

import argparse
from pathlib import Path

from groundrules.cli.console import answer, say
from groundrules.errors import UsageError


def register(subcommands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add both commands."""
    new = subcommands.add_parser("new", help="make a project from a template")
    new.add_argument("template", nargs="?", metavar="TEMPLATE", help="its name; see --list")
    new.add_argument("answers", nargs="*", metavar="KEY=VALUE", help="answers to its questions")
    new.add_argument(
        "-o", "--output", type=Path, default=Path(), metavar="DIR",
        help="where its folder is made (default: here)",
    )  # fmt: skip
    new.add_argument("--no-input", action="store_true", help="ask nothing, take the defaults")
    new.add_argument("--list", action="store_true", help="list the templates")
    new.set_defaults(run=_new)
    demo = subcommands.add_parser(
        "demo",
        help="see it all at work on a project made for the purpose",
        description="Makes an experiment project, validates its data, shows the commit hook refuse "
        "three mistakes, and renders the report. Needs no network.",
    )
    demo.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="DIR",
        help="where to put it (default: a new temporary folder)",
    )
    demo.set_defaults(run=_demo)


def _new(args: argparse.Namespace) -> int:
    from groundrules import scaffold

    if args.list or args.template is None:
        answer("\n".join(scaffold.list_templates()))
        return 0 if args.list else 2
    answers = {}
    for given in args.answers:
        key, equals, value = given.partition("=")
        if not equals:
            raise UsageError(f"`{given}` is no answer; write KEY=VALUE")
        answers[key] = value
    made = scaffold.new(args.template, args.output, answers, no_input=args.no_input)
    answer(str(made))
    say(f"Next: cd {made}, git init, and read README.md and plan.yaml.")
    return 0


def _demo(args: argparse.Namespace) -> int:
    from groundrules import demo

    result = demo.run(args.output, report=say)
    answer(result.refusal)
    answer(f"\nThe project: {result.project}\nThe report:  {result.report}")
    return 0
