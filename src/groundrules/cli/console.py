"""How the command line speaks: answers to stdout, everything else to stderr."""

from __future__ import annotations

import os
import sys
from typing import TextIO


def answer(text: str = "") -> None:
    """Print what was asked for, to standard output."""
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


def say(text: str) -> None:
    """Print progress or an error, to standard error."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def colours(stream: TextIO) -> bool:
    """Whether `stream` is a terminal that may be coloured (https://no-color.org is honoured)."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"
