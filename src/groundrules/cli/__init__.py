"""The command line: parses, calls a command, prints what it returns. Nothing else prints.

Each module of this room registers its own subcommands; the commands themselves
are plain functions elsewhere that take values and return values.

Exit codes: 0 clean, 1 findings, 2 wrong usage or configuration, 3 our own bug,
130 interrupted.
"""

import sys

from groundrules import glance

TYPE_CHECKING = False  # as in typing, whose import would take longer than a glance at a file
if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: "Sequence[str] | None" = None) -> int:
    """Run one command and return its exit code."""
    words = sys.argv[1:] if argv is None else list(argv)
    if glance.nothing_to_report(words):
        return 0
    from groundrules.cli.commands import run

    return run(words)
