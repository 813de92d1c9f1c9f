"""The tester of methods: the code of each runs by itself, and reaches the numbers that are promised."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from groundrules.methods.form import Expectation, Method

_SECONDS = 60
_AFTER = """

import json as _json, math as _math, sys as _sys


def _plain(value):
    if type(value) in (bool, int, float, str):
        return value
    return {"type": type(value).__name__}


if type(result) is not dict:
    raise TypeError("`result` must be a dict")
with open(_sys.argv[1], "w", encoding="utf-8") as _out:
    _json.dump({str(_key): _plain(_value) for _key, _value in result.items()}, _out)
"""


def test_method(method: Method) -> Iterator[str]:
    """Yield the faults of one method's code, run in a process of its own with warnings as errors."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "result.json"
        script = Path(folder) / "method.py"
        script.write_text(method.code + _AFTER, encoding="utf-8")
        known = [flag for text in method.warns for flag in ("-W", f"ignore:{text}")]
        try:
            done = subprocess.run(
                [sys.executable, "-W", "error", *known, str(script), str(out)],
                cwd=folder,
                capture_output=True,
                text=True,
                check=False,
                timeout=_SECONDS,
                stdin=subprocess.DEVNULL,
            )
        except subprocess.TimeoutExpired:
            yield f"code: runs longer than {_SECONDS} seconds"
            return
        if done.returncode or not out.is_file():
            yield f"code: {(done.stderr.strip().splitlines() or ['ends without a result'])[-1]}"
            return
        yield from compared(method, json.loads(out.read_text(encoding="utf-8")))


test_method.__test__ = False  # type: ignore[attr-defined]


def compared(method: Method, result: dict[str, Any]) -> Iterator[str]:
    """Yield the promises that `result` does not keep."""
    for expected in method.expect:
        if expected.name not in result:
            yield f"expect: `{expected.name}` is not in the result: {', '.join(sorted(result))}"
        elif fault := _compare(expected, result[expected.name]):
            yield f"expect: {expected.name}: {fault}"
    promised = {expected.name for expected in method.expect}
    for name, value in result.items():
        if isinstance(value, dict):
            yield f"code: result[{name!r}] is a {value['type']}; make it float, int, bool or str"
        elif name not in promised:
            yield f"code: result[{name!r}] is not in expect"


def _compare(expected: Expectation, got: Any) -> str | None:
    if type(got) is not type(expected.value) and {type(got), type(expected.value)} != {int, float}:
        return f"is {got!r}, not {expected.value!r}"
    if expected.within is None:
        return None if got == expected.value else f"is {got!r}, not {expected.value!r}"
    if abs(got - expected.value) <= expected.within:
        return None
    return f"is {got!r}, not within {expected.within:g} of {expected.value!r}"
