"""`groundrules check`."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from groundrules import config as configuration
from groundrules.cli.judged import codes, show
from groundrules.errors import UsageError


def register(subcommands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the subcommand."""
    parser = subcommands.add_parser(
        "check",
        help="find breaches of the standards in Python, notebooks and SQL",
        description="Check .py, .ipynb and .sql files. Folders are searched; .gitignore is honoured.",
        epilog="Exit codes: 0 clean, 1 findings or unreadable files, 2 wrong usage or configuration.",
    )
    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="files or folders; - is standard input (default: the current folder)",
    )
    parser.add_argument(
        "--select",
        default="",
        metavar="CODES",
        help="only these rules: codes or prefixes, with commas; ALL for every rule",
    )
    parser.add_argument("--ignore", default="", metavar="CODES", help="leave these out")
    parser.add_argument(
        "--format",
        choices=("full", "concise", "json"),
        default="full",
        help="how findings are written (default: full)",
    )
    parser.add_argument(
        "--config", type=Path, metavar="FILE", help="use this pyproject.toml or groundrules.toml"
    )
    parser.add_argument(
        "--stdin-filename",
        default="stdin.py",
        metavar="NAME",
        help="what standard input is called; its suffix says how to read it",
    )
    parser.add_argument(
        "-q",
        "--quiet",
        action="store_true",
        help="print nothing when all is clean, and no progress",
    )
    parser.add_argument(
        "--no-cache",
        action="store_true",
        help="read every file, and keep nothing in .groundrules_cache",
    )
    parser.add_argument(
        "--no-baseline",
        action="store_true",
        help="report what the baseline tolerates, too",
    )
    parser.add_argument(
        "-j",
        "--jobs",
        type=_positive,
        metavar="N",
        help="processes (default: by the work there is)",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Check, print, and return 0 or 1."""
    from groundrules import check

    paths: list[Path] = args.paths or [Path()]
    for path in paths:
        if path.name.endswith(("plan.yaml", "plan.yml", "quasi.yaml", "quasi.yml")):
            raise UsageError(f"{path}: plans are checked by `groundrules plan check`")
    start = Path(args.stdin_filename).parent if paths == [Path("-")] else paths[0]
    config = configuration.load(start, args.config)
    if args.no_baseline:
        config = replace(config, baseline=None)
    select, ignore = codes(args.select), codes(args.ignore)
    if paths == [Path("-")]:
        data = sys.stdin.buffer.read()
        result = check.check_text(
            data, args.stdin_filename, config=config, select=select, ignore=ignore
        )
    else:
        progress = None if args.quiet or not sys.stderr.isatty() else _progress
        result = check.check_paths(
            paths,
            config=config,
            select=select,
            ignore=ignore,
            progress=progress,
            cached=not args.no_cache,
            jobs=args.jobs,
        )
        if progress:
            sys.stderr.write("\r\x1b[K")
    return show(result, args)


def _positive(word: str) -> int:
    if not word.isdecimal() or int(word) < 1:
        raise argparse.ArgumentTypeError(f"{word!r} is not a number of processes, 1 or more")
    return int(word)


def _progress(number: int, total: int) -> None:
    if total >= 50 and (number % 25 == 0 or number == total):
        sys.stderr.write(f"\rchecking {number}/{total}")
        sys.stderr.flush()
