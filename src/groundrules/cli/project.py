"""`groundrules new` and `groundrules demo`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from groundrules.cli.console import answer, say
from groundrules.errors import UsageError

if TYPE_CHECKING:
    from groundrules.scaffold.templates import Template


def register(subcommands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add both commands."""
    new = subcommands.add_parser(
        "new",
        help="make a project from a template",
        description="Makes a project from a template. At a terminal it asks what no KEY=VALUE answers, and asks "
        "again where an answer cannot be; with --no-input it takes the defaults. `groundrules update` updates it.",
    )
    new.mixed = True  # type: ignore[attr-defined]
    new.add_argument(
        "words",
        nargs="*",
        metavar="TEMPLATE KEY=VALUE",
        help="its name, see --list; answers to its questions",
    )
    new.add_argument(
        "-o", "--output", type=Path, default=Path(), metavar="DIR",
        help="where its folder is made (default: here)",
    )  # fmt: skip
    new.add_argument("--no-input", action="store_true", help="ask nothing, take the defaults")
    new.add_argument("--list", action="store_true", help="list the templates, and what each is for")
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


def answers_of(words: Sequence[str]) -> dict[str, str]:
    """Return the answers that KEY=VALUE words give."""
    answers = {}
    for given in words:
        key, equals, value = given.partition("=")
        if not equals:
            raise UsageError(f"`{given}` is no answer; write KEY=VALUE")
        answers[key] = value
    return answers


def _new(args: argparse.Namespace) -> int:
    from groundrules import scaffold

    template, *given = args.words or [None]
    if args.list or template is None:
        answer("\n".join(_listed()))
        return 0 if args.list else 2
    made = scaffold.new(template, args.output, answers_of(given), no_input=args.no_input, ask=_ask)
    answer(str(made))
    say(f"Next: cd {made}, and git init.")
    for line in _read_first(made):
        say(line)
    return 0


_FIRST = {
    "brief.md": "the question, who decides what by it, and when it is answered: yours first",
    "plan.yaml": "the rules of the experiment; change them before the first user is exposed, not after",
    "quasi.yaml": "the plan; change it before the treated weeks are seen, not after",
    "decision.yaml": "the rules of the decision; agree on them before anybody sees numbers",
    "README.md": "how to run it",
}


def _read_first(made: Path) -> Iterator[str]:
    """Yield what to read first, of the files that the project has."""
    there = {name: what for name, what in _FIRST.items() if (made / name).is_file()}
    if there:
        yield "Read:"
    width = max(map(len, there), default=0)
    for name, what in there.items():
        yield f"  {name:<{width}}  {what}"


def _listed() -> Iterator[str]:
    from groundrules.scaffold import templates

    names = templates.list_templates()
    width = max(map(len, names))
    for name in names:
        yield f"{name:<{width}}  {templates.read(templates.shipped(name)).description()}".rstrip()


def _ask(template: Template, given: Mapping[str, str]) -> Mapping[str, str]:
    from groundrules.scaffold.asking import at_terminal

    return at_terminal(template, given, lambda wrong: say(f"  {wrong}"))


def _demo(args: argparse.Namespace) -> int:
    from groundrules import demo

    result = demo.run(args.output, report=say)
    answer(result.refusal)
    answer(f"\nThe project: {result.project}\nThe report:  {result.report}")
    return 0
