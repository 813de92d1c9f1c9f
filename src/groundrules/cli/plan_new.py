"""`groundrules plan new`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from groundrules.cli.console import answer, say
from groundrules.errors import GroundrulesError, UsageError

if TYPE_CHECKING:
    from groundrules.metrics.form import Metric
    from groundrules.plans.new import Answers

T = TypeVar("T")


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "new",
        help="write a new plan",
        description="Write a new plan.yaml. At a terminal it asks for what no flag says; elsewhere --metric and "
        "--start are needed, and what else is missing is marked TODO. A plan that is there is never replaced.",
    )
    parser.add_argument("name", nargs="?", metavar="NAME", help="its name (default: the folder's)")
    parser.add_argument(
        "-o", "--output", type=Path, default=Path("plan.yaml"), metavar="FILE", help="default: plan.yaml"
    )  # fmt: skip
    add = parser.add_argument
    add(
        "--metric",
        action="append",
        default=[],
        metavar="METRIC",
        help="a primary metric; again for more",
    )
    add("--secondary", action="append", default=[], metavar="METRIC", help="a secondary metric")
    add(
        "--guardrail",
        action="append",
        default=[],
        metavar="METRIC",
        help="a metric that must not get worse",
    )
    add("--unit", metavar="COLUMN", help="what is randomised (default: the first metric's unit)")
    add("--start", type=_day, metavar="DAY", help="of the first exposure, as in 2026-03-02")
    add(
        "--weeks",
        type=_positive,
        metavar="N",
        help="the horizon (default: 2 and those of the longest window)",
    )
    add(
        "--variants",
        metavar="LIST",
        help="control,treatment (equal shares) or control=0.9,treatment=0.1; the first is control",
    )
    add("--per-day", type=float, metavar="N", help="units that come a day")
    add("--hypothesis", metavar="TEXT")
    add("--owner", metavar="TEXT")
    add("--then", metavar="TEXT", help="what is done when the primary metrics are better")
    add("--otherwise", metavar="TEXT", help="what is done when they are not")
    add("--config", type=Path, metavar="FILE", help="as of groundrules check")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Ask, write the plan, and print its path."""
    from groundrules import config as configuration
    from groundrules.metrics import catalogue
    from groundrules.new_file import refuse_taken, write_new
    from groundrules.plans.new import draft

    if args.output.is_symlink() or args.output.exists():
        raise UsageError(
            f"{args.output} is there already, and a plan is never replaced: name another by -o"
        )
    refuse_taken(args.output, force=False)
    metrics = catalogue.load(configuration.load(args.output.parent, args.config)).metrics
    if not metrics:
        raise UsageError(
            'the catalogue is empty: name its folders in the configuration, `metrics = ["…"]`'
        )
    text = draft(_answers(args, metrics), metrics, args.output)
    write_new(args.output, text, force=False)
    answer(str(args.output))
    say("Next: groundrules plan check, groundrules plan power; then commit it.")
    return 0


def _answers(args: argparse.Namespace, metrics: Mapping[str, Metric]) -> Answers:
    from groundrules.plans.new import Answers, known, name_of, shares, weeks_of

    def metric(word: str) -> str:
        return known(word, metrics).name

    def several(word: str) -> list[str]:
        return [metric(one.strip()) for one in word.split(",") if one.strip()]

    for name in (*args.metric, *args.secondary, *args.guardrail):
        metric(name)
    asks = sys.stdin.isatty()
    if not asks and not (args.metric and args.start):
        raise UsageError("name a primary metric (--metric) and the first exposure's day (--start)")
    ask = _ask if asks else _take
    name = args.name or ask("Name", str, name_of(args.output.absolute().parent))
    hypothesis = args.hypothesis or ask("Hypothesis: what changes for whom, by what", str, "")
    owner = args.owner or ask("Owner", str, "")
    primary = args.metric or ask(f"Primary metrics (of {', '.join(metrics)})", several, None)
    guardrails = args.guardrail or ask("Guardrails, with commas", several, "")
    unit = args.unit or ask("Unit that is randomised", str, metrics[primary[0]].unit)
    given = args.variants
    variants = shares(given) if given else ask("Variants", shares, "control,treatment")
    start = args.start or ask("Day of the first exposure", _a_day, _next_monday().isoformat())
    weeks = weeks_of([*primary, *args.secondary, *guardrails], metrics)
    return Answers(
        name=name,
        hypothesis=hypothesis,
        owner=owner,
        primary=primary,
        secondary=args.secondary,
        guardrails=guardrails,
        unit=unit,
        variants=variants,
        start=start,
        weeks=args.weeks or ask("Weeks", _weeks, str(weeks)),
        per_day=args.per_day,
        then=args.then or ask("When the primary metrics are better", str, ""),
        otherwise=args.otherwise or ask("When they are not", str, ""),
    )


def _take(question: str, read: Callable[[str], T], default: str | None) -> T:
    return read(default or "")


def _ask(question: str, read: Callable[[str], T], default: str | None) -> T:
    """Ask until the answer can be read; nothing said is the default."""
    while True:
        sys.stderr.write(f"{question}{f' [{default}]' if default else ''}: ")
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            raise UsageError("the questions were not answered to the end; nothing was written")
        said = line.strip() or default
        if said is None:
            continue
        try:
            return read(said)
        except (GroundrulesError, ValueError) as error:
            say(f"  {error}")


def _next_monday() -> date:
    today = date.today()
    return today + timedelta(days=7 - today.weekday())


def _a_day(word: str) -> date:
    try:
        return date.fromisoformat(word)
    except ValueError as error:
        raise UsageError(f"`{word}` is no day: write it as in 2026-03-02") from error


def _day(word: str) -> date:
    try:
        return _a_day(word)
    except UsageError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _weeks(word: str) -> int:
    if not word.isdecimal() or not 1 <= int(word) <= 52:
        raise UsageError(f"`{word}` is not a number of weeks, 1 to 52")
    return int(word)


def _positive(word: str) -> int:
    try:
        return _weeks(word)
    except UsageError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
