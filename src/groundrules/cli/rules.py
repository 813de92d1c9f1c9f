"""`groundrules rules`, `groundrules explain`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from groundrules import config as configuration
from groundrules.cli.console import answer, say


def register(subcommands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the subcommands."""
    explain = subcommands.add_parser(
        "explain", help="say what a rule looks for, why, and what to do instead"
    )
    explain.add_argument("code", metavar="CODE", help="a code such as EXP002, or a rule's name")
    explain.set_defaults(run=_explain)
    rules = subcommands.add_parser("rules", help="list the rules, or test a team's own")
    rules.add_argument(
        "--format", choices=("text", "json"), default="text", help="json: the whole catalogue"
    )
    rules.set_defaults(run=_list)
    actions = rules.add_subparsers(metavar="ACTION")
    test = actions.add_parser(
        "test",
        help="run rules against their examples and fixtures",
        description="Each rule's Bad example must be found and its Good one not, both must run, "
        "and its fixtures (folder `fixtures` beside it) must hold exactly what their "
        "`expect:` comments say.",
    )
    test.add_argument(
        "folders",
        nargs="*",
        type=Path,
        metavar="FOLDER",
        help="rule folders (default: those of the configuration)",
    )
    test.set_defaults(run=_test)


def _explain(args: argparse.Namespace) -> int:
    from groundrules import catalogue, explain
    from groundrules.contracts.authoring.lint_rules import RULES as CONTRACTS
    from groundrules.metrics.lint_catalogue import RULES as METRICS

    rules = [*catalogue.load(configuration.load(Path())), *CONTRACTS, *METRICS]
    rule = catalogue.by_code(rules, args.code)
    answer(explain.page(rule))
    return 0


def _list(args: argparse.Namespace) -> int:
    from groundrules import catalogue

    rules = catalogue.load(configuration.load(Path()))
    if args.format == "json":
        answer(json.dumps([catalogue.describe(rule) for rule in rules], indent=1))
        return 0
    for rule in rules:
        about = catalogue.describe(rule)
        answer(f"{rule.code}  {rule.name:<24} {rule.severity.value:<8} {about['summary']}")
    return 0


def _test(args: argparse.Namespace) -> int:
    from groundrules import content, ruletest
    from groundrules.errors import UsageError

    folders = args.folders or list(configuration.load(Path()).rules) or [content.room("checks")]
    failed = passed = 0
    for folder in folders:
        if not folder.is_dir():
            raise UsageError(f"{folder}: no such folder of rules")
        for verdict in ruletest.test_folder(folder):
            if verdict.faults:
                failed += 1
                for fault in verdict.faults:
                    answer(f"{verdict.rule}: {fault}")
            else:
                passed += 1
    say(f"{passed} rules passed, {failed} failed")
    return 1 if failed or not passed else 0
