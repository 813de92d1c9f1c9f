"""The process in which codes of methods run: a list of [name, code, warnings] on stdin, a line of JSON each on stdout.

Run by `tester` as a script, so that it imports nothing of ours.
"""

from __future__ import annotations

import json
import os
import sys
import warnings
from typing import Any


def main() -> None:
    """Run each code in a namespace of its own, warnings as errors; tell its result or its error."""
    tasks = json.load(sys.stdin)
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a code prints is no result
    for name, code, known in tasks:
        out.write(json.dumps([name, *_run(name, code, known)]) + "\n")
        out.flush()


def _run(name: str, code: str, known: list[str]) -> tuple[dict[str, Any] | None, str]:
    space: dict[str, Any] = {"__name__": "__main__"}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for text in known:
            warnings.filterwarnings("ignore", f".*{text}")
        try:
            exec(compile(code, f"<{name}>", "exec"), space)
        except BaseException as error:
            return (
                None,
                f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}",
            )
    result = space.get("result")
    if not isinstance(result, dict):
        return None, "leaves no dict called `result`"
    return {str(key): _plain(value) for key, value in result.items()}, ""


def _plain(value: object) -> object:
    """Return a value that JSON holds, or the name of its type: numpy's own numbers are no results."""
    if type(value) in (bool, int, float, str):
        return value
    return {"type": type(value).__name__}


if __name__ == "__main__":
    main()
