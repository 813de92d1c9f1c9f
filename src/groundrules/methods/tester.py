"""The tester of methods: their code runs, and reaches the numbers that are promised."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from groundrules.methods.form import Expectation, Method

_SECONDS = 60


def faults(methods: Sequence[Method], seconds: float = _SECONDS) -> dict[str, list[str]]:
    """Return method → what is wrong with its code. All run in one process; `seconds` is for each on average."""
    tasks = json.dumps(
        [[method.name, f"{method.code}\n{method.proof}", method.warns] for method in methods]
    )
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, str(Path(__file__).with_name("child.py"))]
        try:
            done = subprocess.run(
                command,
                input=tasks,
                cwd=folder,
                env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
                capture_output=True,
                text=True,
                encoding="utf-8",
                check=False,
                timeout=seconds * max(1, len(methods)),
            )
            told, why = done.stdout, f"the process ended with {done.returncode}"
        except subprocess.TimeoutExpired as error:
            told = error.stdout.decode() if isinstance(error.stdout, bytes) else error.stdout or ""
            why = f"did not end in {seconds * len(methods):g} seconds"
    lines = [json.loads(line) for line in told.splitlines() if line.endswith("]")]
    ran = {name: (result, error) for name, result, error in lines}
    return {method.name: _of_one(method, *ran.get(method.name, (None, why))) for method in methods}


def _of_one(method: Method, result: dict[str, Any] | None, error: str) -> list[str]:
    return [f"code: {error}"] if result is None else list(compared(method, result))


def compared(method: Method, result: dict[str, Any]) -> Iterator[str]:
    """Yield the promises that `result` does not keep, and the values that nobody promised."""
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
    numbers = {int, float}
    if isinstance(got, dict):
        return "is no plain value"
    if type(got) is not type(expected.value) and {type(got), type(expected.value)} != numbers:
        return f"is {got!r}, not {expected.value!r}"
    if expected.within is None:
        return None if got == expected.value else f"is {got!r}, not {expected.value!r}"
    if isinstance(expected.value, str) or abs(got - expected.value) <= expected.within:
        return None
    return f"is {got!r}, not within {expected.within:g} of {expected.value!r}"
