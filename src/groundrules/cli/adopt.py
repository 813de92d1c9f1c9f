"""`groundrules adopt`."""

from __future__ import annotations

import argparse
from pathlib import Path

from groundrules.cli.console import answer, say


def register(subcommands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the subcommand."""
    parser = subcommands.add_parser(
        "adopt",
        help="bring a repository with a history under the rules, in one commit",
        description="Adds to the git repository around FOLDER a configuration, the commit hook, a "
        "baseline of what is found today and lines of .gitignore, in one commit that no hook is run on. "
        "Nothing of yours is replaced. The commit's message, printed too, says what is missing beside "
        "a project from a template.",
        epilog="Exit codes: 0 adopted, or adopted before; 2 it cannot be, and nothing was changed.",
    )
    parser.add_argument("folder", nargs="?", type=Path, default=Path(), metavar="FOLDER")
    parser.add_argument("--dry-run", action="store_true", help="print the patch, write nothing")
    parser.add_argument(
        "--hooks", default="package-index", metavar="WHERE",
        help="where the hook comes from: package-index, installed, ADDRESS@REVISION of a git "
        "repository, or none (default: package-index)",
    )  # fmt: skip
    parser.add_argument("--no-commit", action="store_true", help="write and stage, do not commit")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Adopt, and print what was found."""
    from groundrules import adopt

    made = adopt.adoption(args.folder, args.hooks)
    if made.already:
        say(
            f"{made.root} is adopted already: {made.already} is there. A baseline: groundrules baseline write"
        )
        return 0
    if args.dry_run:
        answer(adopt.patch(made))
        say(made.message.rstrip())
        return 0
    if args.no_commit:
        adopt.write(made)
    else:
        adopt.commit(made)
    answer(made.message)
    say(
        "Staged, not committed: git diff --cached"
        if args.no_commit
        else "Committed, without any hook: git show. To take it back: git revert HEAD"
    )
    return 0
