"""The command line: parses, calls a command, prints what it returns. Nothing else prints.

Each module of this room registers its own subcommands; the commands themselves
are plain functions elsewhere that take values and return values.

Exit codes: 0 clean, 1 findings, 2 wrong usage or configuration, 3 our own bug,
130 interrupted.
"""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version

from groundrules.cli.console import say
from groundrules.errors import GroundrulesError

_COMMAND_MODULES = ("check", "rules", "project", "data", "learn")


def build_parser() -> argparse.ArgumentParser:
    """Return the whole parser; importing a command's module must stay cheap."""
    parser = argparse.ArgumentParser(
        prog="groundrules",
        description="Agree on how analysis is done, and then do it that way.",
        epilog="Exit codes: 0 clean, 1 findings, 2 wrong usage or configuration, 3 a bug of ours.",
    )
    parser.add_argument(
        "--version", action="version", version=f"groundrules {version('groundrules')}"
    )
    subcommands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name in _COMMAND_MODULES:
        import_module(f"groundrules.cli.{name}").register(subcommands)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    try:
        args = build_parser().parse_args(argv)
        return int(args.run(args))
    except GroundrulesError as error:
        say(f"groundrules: {error}")
        return 2
    except KeyboardInterrupt:
        say("groundrules: interrupted")
        return 130
    except BrokenPipeError:  # `groundrules check … | head` is no error of anybody's
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception:
        say(traceback.format_exc().rstrip())
        say(
            "groundrules: this is a bug of ours, not of your files. Please report it with the lines above."
        )
        return 3
