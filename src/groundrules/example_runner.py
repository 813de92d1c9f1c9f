"""Runs the examples of rules, each in a process of its own that is born with the libraries loaded.

`python -m groundrules.example_runner` reads one JSON string a line, the source to run,
and answers each with one JSON line: null, or the last line of what went wrong. Loading
pandas and scikit-learn takes seconds and running an example takes none, so the
libraries that examples import are loaded once, and a copy of this process runs each.
"""

from __future__ import annotations

import json
import os
import re
import signal
import sys
import tempfile
import traceback
import warnings
from contextlib import suppress
from importlib import import_module
from pathlib import Path

LIMIT = 120
"""Seconds that an example may take."""
_IMPORTED = re.compile(r"^[ \t]*(?:from|import)[ \t]+([\w.]+)", re.M)


def serve() -> None:
    """Answer until standard input ends."""
    warnings.simplefilter("ignore")
    for line in sys.stdin:
        source = json.loads(line)
        for name in _IMPORTED.findall(source):
            with suppress(Exception):  # what does not import is the example's to fail on
                import_module(name)
        sys.stdout.write(json.dumps(_run(source)) + "\n")
        sys.stdout.flush()


def _run(source: str) -> str | None:
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
        child = os.fork()
        if child == 0:
            signal.alarm(LIMIT)
            with Path(os.devnull).open("r+b") as nothing:
                os.dup2(nothing.fileno(), 0)
                os.dup2(nothing.fileno(), 1)
            os.dup2(said.fileno(), 2)
            os._exit(_execute(source))
        _, status = os.waitpid(child, 0)
        if status == 0:
            return None
        said.seek(0)
        lines = said.read().strip().splitlines()
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGALRM:
        return f"it ran for more than {LIMIT} seconds"
    return lines[-1] if lines else "it ended with an error"


def _execute(source: str) -> int:
    try:
        exec(compile(source, "<example>", "exec"), {"__name__": "__main__"})
    except SystemExit as end:
        return 0 if end.code in (None, 0) else 1
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
        return 1
    return 0


if __name__ == "__main__":
    serve()
