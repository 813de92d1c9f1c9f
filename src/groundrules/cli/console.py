"""How the command line speaks: answers to stdout, everything else to stderr."""

from __future__ import annotations

import os
import sys
import time
from types import TracebackType
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


class Bar:
    """A line on a terminal's standard error that grows with what is done and says how long the rest will take.

    A context, which takes the line away when it ends. Where standard error is no terminal nothing is shown.
    """

    _WIDTH = 30
    _EVERY = 0.2  # seconds

    def __init__(self, doing: str, total: float, stream: TextIO | None = None) -> None:
        self._doing, self._total, self._done = doing, total, 0.0
        self._stream = stream or sys.stderr
        self._shown = self._stream.isatty()
        self._began = self._told = time.monotonic()

    def __enter__(self) -> Bar:
        self._tell()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._shown:
            self._stream.write("\r\033[K")
            self._stream.flush()

    def advance(self, amount: float) -> None:
        """Count what was done."""
        self._done += amount
        if self._done >= self._total or time.monotonic() - self._told >= self._EVERY:
            self._tell()

    def _tell(self) -> None:
        if not self._shown:
            return
        self._told = time.monotonic()
        share = min(self._done / self._total, 1.0) if self._total else 1.0
        full = round(share * self._WIDTH)
        drawn = "#" * full + "." * (self._WIDTH - full)
        self._stream.write(f"\r\033[K{self._doing} [{drawn}] {share:4.0%}{self._left(share)}")
        self._stream.flush()

    def _left(self, share: float) -> str:
        if not share:
            return ""
        seconds = (self._told - self._began) * (1 - share) / share
        minutes = round(seconds / 60)
        return f", {minutes} min left" if minutes >= 2 else f", {seconds:.0f} s left"
