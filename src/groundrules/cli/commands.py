"""All commands: the parser that knows them, and what becomes of the errors that they raise."""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from typing import Any
from warnings import filterwarnings

from groundrules.cli.console import answer, say
from groundrules.cli.mixed import Parser
from groundrules.errors import GroundrulesError

_MODULES = (
    "check",
    "baseline",
    "rules",
    "project",
    "update",
    "validate",
    "render",
    "contracts",
    "reconcile",
    "metrics",
    "plan",
    "readout",
    "quasi",
    "simulate",
    "advise",
    "learn",
)


class _Version(argparse.Action):
    """Print the version; it takes long enough to look up that only this asks for it."""

    def __call__(self, *_: Any) -> None:
        from importlib.metadata import version

        answer(f"groundrules {version('groundrules')}")
        raise SystemExit(0)


def parser() -> argparse.ArgumentParser:
    """Return the whole parser; importing a command's module must stay cheap."""
    whole = argparse.ArgumentParser(
        prog="groundrules",
        description="Agree on how analysis is done, and then do it that way.",
        epilog="Exit codes: 0 clean, 1 findings, 2 wrong usage or configuration, 3 a bug of ours.",
    )
    whole.add_argument("--version", action=_Version, nargs=0, help="print the version and leave")
    subcommands = whole.add_subparsers(
        title="commands", metavar="COMMAND", required=True, parser_class=Parser
    )
    for name in _MODULES:
        import_module(f"groundrules.cli.{name}").register(subcommands)
    return whole


def run(argv: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    # pandera imports pyspark's pandas where it is installed; no command uses it.
    filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
    try:
        args = parser().parse_args(argv)
        return int(args.run(args))
    except GroundrulesError as error:
        say(f"groundrules: {error}")
        return 2
    except KeyboardInterrupt:
        # Where Ctrl-C fell into an exec of text (a dataclass that is being made, say), Python remembers it as
        # unhandled and ends by the signal, whatever is returned here; the next exec makes it forget.
        exec("")
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
