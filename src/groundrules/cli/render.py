"""`groundrules render`."""

from __future__ import annotations

import argparse
from pathlib import Path

from groundrules.cli.console import answer, say
from groundrules.errors import UsageError

_KINDS = ("report", "slides", "pdf")


def register(subcommands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    render = subcommands.add_parser(
        "render",
        help="turn a notebook into one self-contained HTML report, slides or a PDF",
        description="Turn a notebook into one HTML file that answers first and shows no code, into slides, or "
        "into a PDF. Its footer says where it comes from, and whether the data keep the contracts of "
        "[tool.groundrules.contracts].",
        epilog="Exit codes: 0 written, 1 written with warnings under --strict, 2 it could not be made.",
    )
    render.add_argument("notebook", type=Path, metavar="NOTEBOOK")
    render.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        help="a file, or a folder for several (default: NOTEBOOK with .html, .slides.html, .pdf); slides to a "
        "file that ends in .pdf are printed, one a page",
    )
    render.add_argument(
        "--to",
        action="append",
        choices=_KINDS,
        metavar="KIND",
        help="report (default), slides, or pdf, which Chromium, Chrome or Edge prints; say it again for more "
        "of them, of one execution",
    )
    render.add_argument(
        "--execute", action="store_true", help="run the notebook first; its file stays as it is"
    )
    render.add_argument(
        "--strict", action="store_true", help="exit 1 where there are warnings, as for a missing alt text"
    )  # fmt: skip
    render.set_defaults(run=run_render)


def run_render(args: argparse.Namespace) -> int:
    """Write what is asked for and print the paths."""
    from groundrules.reports import render_all

    kinds = tuple(dict.fromkeys(args.to or ("report",)))
    if args.output is not None and len(kinds) > 1 and not args.output.is_dir():
        raise UsageError(f"{args.output}: several renderings need a folder that is there")
    done = render_all(
        args.notebook, dict.fromkeys(kinds, args.output), execute=args.execute, report=say
    )
    for path in done.files.values():
        answer(str(path))
    return 1 if args.strict and done.warnings else 0
