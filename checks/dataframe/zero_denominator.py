import re
from collections.abc import Iterator

from groundrules import Aggregation, Code, CodeRule, Hit, Severity, Step, Trigger, Value

# A division by a column, or a call that may hold one.
_DIVISION = (
    r"/\s*[\\(]*\s*\w+(?:\.\w+)*\s*\[\s*['\"]", r"/\s*[\\(]*\s*(?:\w+\.)?col(?:umn)?\s*\(",
    r"[\w)\]]\s*/\s*[\\(]*\s*\w+\.\w", r"\b(?:div|divide|truediv|true_divide|eval)\s*\(",
)  # fmt: skip
_FILL = r"fillna\(\s*(?:value\s*=\s*)?(?:0|\{.*:\s*0)|fill_null\(\s*0|fill_value\s*=\s*0"


class ZeroDenominator(CodeRule):
    """A quotient by a count that may be zero is aggregated, and nothing handles the zeros.

    Why: pandas and polars divide by zero without an error: the result is infinite or NaN. In the
    standard's example 1 user in 500 has no impression; the mean over all users is inf where
    the others' mean is 0.10 (its `recompute` block).

    Bad:
        ```python
        import pandas as pd

        users = pd.DataFrame({"user": [1, 2], "clicks": [3, 1]})
        shown = pd.DataFrame({"user": [1], "impressions": [30]})
        df = users.merge(shown, on="user", how="left").fillna({"impressions": 0})
        df["ctr"] = df["clicks"] / df["impressions"]
        print(df["ctr"].mean())
        ```
    Good:
        ```python
        import pandas as pd

        users = pd.DataFrame({"user": [1, 2], "clicks": [3, 1]})
        shown = pd.DataFrame({"user": [1], "impressions": [30]})
        df = users.merge(shown, on="user", how="left").fillna({"impressions": 0})
        df = df[df["impressions"] > 0]
        df["ctr"] = df["clicks"] / df["impressions"]
        print(df["ctr"].mean())
        ```
    """

    code = "DFR007"
    name = "zero-denominator"
    severity = Severity.WARNING
    standard = "dataframe/ratios"
    mend = "Say what a zero denominator means: leave those rows out, or set the quotient to NaN, and count them."
    triggers = (
        Trigger(any_word=("pandas", "polars")),
        Trigger(any_pattern=(*_DIVISION, _FILL)),
        Trigger(any_pattern=(r"\b(?:mean|average|sum|std|nanmean|var|pivot_table)\b",)),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        seen: set[Value] = set()
        for aggregation in code.aggregations("mean", "sum", "std", "var"):
            if aggregation.is_shown_only:
                continue
            for step, bottom in _quotients(aggregation):
                if step.value not in seen:
                    seen.add(step.value)
                    yield Hit(
                        step.value,
                        f"`{bottom.text}` may be zero here, and `{aggregation.call.method}` is taken of "
                        f"the quotient: one zero makes it infinite or leaves the row out.",
                    )


def _quotients(aggregation: Aggregation) -> Iterator[tuple[Step, Value]]:
    """Yield the divisions by an unguarded count that an aggregation is taken of."""
    passed: list[Step] = []
    for step in aggregation.steps():
        sides = step.value.quotient() if step.kind == "define" else None
        if sides is None:
            passed.append(step)
            continue
        bottom = sides[1]
        if bottom.is_count() and not _guarded(bottom, passed) and _may_be_zero(bottom):
            yield step, bottom


_GUARDS = re.compile(
    r"isinf|isfinite|\binf\b|replace|where|mask|clip|maximum|notna|dropna|drop_nulls|is_finite|is_not_nan|fill_nan"
)


def _guarded(bottom: Value, passed: list[Step]) -> bool:
    """Whether zeros are dealt with: in the divisor, in what its rows come through, or after the division."""
    if _GUARDS.search(bottom.text):
        return True
    name = bottom.column or bottom.text
    compared = re.compile(
        rf"{re.escape(name)}\W{{0,4}}\s*(?:[<>]|!=)|[<>]=?\W{{0,4}}\s*{re.escape(name)}"
    )
    steps = [*passed, *bottom.steps()]
    return any(
        _GUARDS.search(step.value.text) is not None or compared.search(step.value.text) is not None
        for step in steps
        if step.kind == "pass"
    )


# What is never zero where there is a row: stocks, sizes, money.
_STOCKS = re.compile(
    r"(?i)(?<![a-z])(?:total|totals|sum|population|pop|households|students|seats|members|employees|list|size|capacity|"
    r"patients|customers|births|deaths|revenue|sales|costs?|prices?|spend|amount|weight|area|length|duration|registrations|shares)(?![a-z])"
)


def _may_be_zero(bottom: Value) -> bool:
    """Whether the code puts zeros among the divisors, or they are events that a row may have none of."""
    steps = list(bottom.steps())
    if any(re.search(_FILL, step.operation) for step in steps):
        return True
    read = all(step.kind in ("pass", "source") or not step.value.is_call for step in steps)
    return read and bottom.column is not None and not _STOCKS.search(bottom.column)
