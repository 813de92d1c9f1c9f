"""What an exercise's `grade.py` is written with: three records and a few comparisons.

    from groundrules.learn import Answer, Case, Failure, number

    def cases(seed):            # the data sets that the learner's code is run on
        return [Case("null_effect", frame(seed))]

    def judge(cases, answers):  # answers[i] is what the code made of cases[i]
        if answers[0]["decision"] == "ship":
            yield Failure("peeks", "null_effect", "it ships a change that does nothing")

Nothing here touches the learner's process. `judge` sees plain values that came
out of it, and compares them with what it works out from the same data itself.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Case:
    """One data set, and the mutation of `exercise.toml` that it belongs to.

    The learner's code is given `frame` and nothing else: no name, no order.
    """

    mutation: str
    frame: Any


@dataclass(frozen=True, slots=True)
class Failure:
    """One reason for "not yet": a misconception, the mutation that shows it, what was seen."""

    misconception: str
    mutation: str
    seen: str


# What the learner's function returned, as JSON would carry it: None, bool, int,
# float, str, list and dict only. `judge` never sees an object of the learner's.
Answer = Mapping[str, Any]


def number(value: object) -> float | None:
    """Return `value` as a finite float, or None where it is no such thing.

    >>> number(3), number("3"), number(True), number(float("nan"))
    (3.0, None, None, None)
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        found = float(value)
    except OverflowError:  # an integer of four hundred digits
        return None
    return found if math.isfinite(found) else None


def close(value: object, expected: float, within: float) -> bool:
    """Whether `value` is a number at most `within` away from `expected`.

    >>> close(1.02, 1.0, 0.05), close(None, 1.0, 0.05)
    (True, False)
    """
    found = number(value)
    return found is not None and abs(found - expected) <= within


def pair(value: object) -> tuple[float, float] | None:
    """Return `value` as (low, high) where it is a list of two numbers in that order.

    >>> pair([1, 2]), pair([2, 1]), pair("12")
    ((1.0, 2.0), None, None)
    """
    if not isinstance(value, list) or len(value) != 2:
        return None
    low, high = number(value[0]), number(value[1])
    return None if low is None or high is None or low > high else (low, high)


def word(value: object) -> str:
    """Return `value` in small letters with single spaces, or "" where it is no text.

    >>> word("  Roll_Back "), word(None)
    ('roll back', '')
    """
    return " ".join(value.replace("_", " ").split()).lower() if isinstance(value, str) else ""


def recognise(value: object, wrong: Mapping[str, float], within: float) -> str | None:
    """Return the first misconception of `wrong` whose value is the one that was given.

    This is how a failure gets its name: work out what each mistake would have
    answered on the same data, and see which of them the learner's answer is.

    >>> recognise(2.0, {"counts_rows": 5.0, "one_sided": 2.0}, within=0.01)
    'one_sided'
    """
    for misconception, mistaken in wrong.items():
        if close(value, mistaken, within):
            return misconception
    return None
