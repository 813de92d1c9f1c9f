import re
from collections.abc import Iterator

from groundrules import Call, Code, CodeRule, Hit, Severity, Trigger, Value

_COUNT = re.compile(
    r"\blen\(|\.size\b|\.shape\b|\.count\(|\bn(?:_\w+|\d)?\b|_n\b|\bnobs|\bsize\b", re.I
)


_MEANS = ("mean", "nanmean", "average", "fmean")
_WORDS = ("std", "var", "nanstd", "nanvar", "pstdev", "pvariance", "stddev_pop", "var_pop")


class PopulationSd(CodeRule):
    """A standard error or an effect size rests on numpy's standard deviation, which divides by n.

    Why: That is the spread of a whole population; from a sample it comes out too small. With 5
    rows the standard error is 11 % too small (the standard's `recompute` block).

    Bad:
        ```python
        import numpy as np

        waits = np.array([3.0, 5.0, 8.0, 4.0, 6.0])
        error = np.std(waits) / np.sqrt(len(waits))
        ```
    Good:
        ```python
        import numpy as np

        waits = np.array([3.0, 5.0, 8.0, 4.0, 6.0])
        error = np.std(waits, ddof=1) / np.sqrt(len(waits))
        ```
    """

    code = "REP006"
    name = "population-sd"
    severity = Severity.WARNING
    standard = "reporting/spread"
    mend = "Pass ddof=1 (or use scipy.stats.sem, which does)."
    triggers = (
        Trigger(
            any_pattern=(
                r"\b(?:nan)?(?:std|var)\s*\(|\bpstdev\b|\bpvariance\b|\b(?:stddev|var)_pop\b",
            )
        ),
        Trigger(any_word=("/", "div")),
        Trigger(any_pattern=(r"\bsqrt\b|\*\*\s*0?\.5|\*\*\s*\(\s*1\s*/\s*2", r"mean")),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        if not any(call.is_of_population for call in code.calls_named(*_WORDS)):
            return
        seen: set[Call] = set()
        for division in code.divisions():
            sides = division.quotient()
            if sides is None or _in_a_test(division):
                continue
            found, what = _in_standard_error(*sides), "a standard error"
            if not found and _is_difference_of_means(sides[0]):
                found, what = _of_population(sides[1]), "an effect size"
            for spread in found:
                if spread not in seen:
                    seen.add(spread)
                    yield Hit(
                        spread,
                        f"`{spread.text}` divides by n, and `{division.text}` makes {what} of a sample with it.",
                    )


def _in_a_test(value: Value) -> bool:
    function = value.function()
    return function is not None and function.text.startswith("def test_")


def _in_standard_error(top: Value, bottom: Value) -> list[Call]:
    """Return the measures over n of an SD over √n, or of a variance over n."""
    spreads = [call for call in top.spreads() if call.spread and call.is_of_population]
    made = [maker.text for maker, _ in bottom.makers()] + [bottom.text]
    if any(re.search(r"-\s*1\b", text) for text in made):
        return []  # over √(n - 1): the same as ddof=1
    rooted = any(re.search(r"sqrt|\*\*\s*\(?0?\.5|\*\*\s*\(1\s*/\s*2", text) for text in made)
    counted = any(_COUNT.search(text) for text in made)
    squared = bool(re.search(r"\*\*\s*2|square|pow", top.text))
    return [
        call
        for call in spreads
        if (rooted and not squared and call.spread == "sd")
        or (counted and not rooted and (call.spread == "variance" or squared))
    ]


def _is_difference_of_means(value: Value) -> bool:
    return any(
        _is_mean(sides[0]) and _is_mean(sides[1])
        for maker, _ in value.makers()
        if (sides := maker.difference()) is not None
    )


def _is_mean(value: Value) -> bool:
    made = value.makers()
    return bool(made) and all(
        isinstance(maker, Call)
        and maker.method in _MEANS
        and not any(isinstance(step, int) for step in path)
        for maker, path in made
    )


def _of_population(bottom: Value) -> list[Call]:
    """Return the measures over n that a denominator is made of; none where it is a standard error."""
    origins = list(bottom.origins())
    if any(
        sides and _in_standard_error(*sides) for origin in origins if (sides := origin.quotient())
    ):
        return []
    spreads = [origin for origin in origins if isinstance(origin, Call) and origin.spread]
    return spreads if spreads and all(call.is_of_population for call in spreads) else []
