import re
from collections.abc import Iterator

from groundrules import Call, Code, CodeRule, Hit, Severity, Step, Trigger, Value


class ZeroFilledMean(CodeRule):
    """Missing values are filled with 0, and a mean, a spread or a test is then taken of the column.

    Why: A value that was not measured counts as zero. In the standard's example a quarter of
    the ratings are missing; the mean of the others is 4.0, after `fillna(0)` it is 3.0 (its
    `recompute` block).

    Bad:
        ```python
        import pandas as pd

        df = pd.DataFrame({"rating": [4.0, None, 4.0, 4.0]})
        df["rating"] = df["rating"].fillna(0)
        print(df["rating"].mean())
        ```
    Good:
        ```python
        import pandas as pd

        df = pd.DataFrame({"rating": [4.0, None, 4.0, 4.0]})
        print(df["rating"].mean(), df["rating"].isna().mean())
        ```
    """

    code = "DFR009"
    name = "zero-filled-mean"
    severity = Severity.WARNING
    standard = "dataframe/missing"
    mend = "Leave missing values out and say how many there are, or say why a missing value means zero."
    triggers = (
        Trigger(any_word=("pandas", "polars", "spark", "sqlContext")),
        Trigger(
            any_pattern=(
                r"\bfillna\b",
                r"\bfill_null\b",
                r"\bfill_nan\b",
                r"\bnan_to_num\b",
                r"\bna\.fill\b",
            )
        ),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        seen: set[Value] = set()
        for used, column, steps in _averaged(code):
            fill = _zero_fill(steps)
            if fill is not None and fill not in seen and not _shows(fill, used):
                seen.add(fill)
                yield Hit(
                    fill,
                    f"Missing values of `{column}` are filled with 0 here, and count as 0 in `{used}`.",
                )


def _shows(fill: Value, used: str) -> bool:
    """Whether one line fills, averages and shows it: whoever reads the figure reads the fill."""
    return fill.statement().text.startswith(f"{fill.text}.{used}(")


def _averaged(code: Code) -> Iterator[tuple[str, str, list[Step]]]:
    """Yield (function, column, the way back) of what means, spreads and tests are taken of."""
    for aggregation in code.aggregations("mean", "std", "var", "median"):
        if not aggregation.is_shown_only:
            steps = list(aggregation.steps())
            yield aggregation.call.method, _name(aggregation.column, steps), steps
    for test in code.calls("two_sample_test", "group_test"):
        for argument in test.arguments:
            steps = list(argument.steps())
            yield test.method, _name(argument.column, steps), steps


def _name(column: str | None, steps: list[Step]) -> str:
    return column or next((step.column for step in steps if step.column), "the column")


def _zero_fill(steps: list[Step]) -> Value | None:
    """Return the fill with 0 that values come through, unless a missing value may well mean none."""
    for place, step in enumerate(steps):
        if _LEFT_OUT.search(step.operation):
            return None
        if step.kind == "pass" and _fills_zero(step):
            before = steps[place + 1 :]
            if any("mean(" in one.value.text or "median(" in one.value.text for one in before):
                return None  # of what a mean could not fill
            return None if any(_means_none(one) for one in [step, *before]) else step.value
    return None


_LEFT_OUT = re.compile(r"notna|notnull|dropna|isna|isnull|is_not_null|drop_nulls|isNotNull")
_FILLS = ("fillna", "fill_null", "fill_nan", "nan_to_num", "fill")


def _fills_zero(step: Step) -> bool:
    call = step.value
    if not isinstance(call, Call) or call.method not in _FILLS:
        return False
    if call.method == "nan_to_num":
        return True
    given = call.argument(0, "value")
    if given is None:
        return False
    only = call.argument(1, "subset")
    if only is not None and step.column is not None and step.column not in only.text:
        return False
    if given.text.startswith("{"):
        return step.column is not None and bool(
            re.search(rf"['\"]{re.escape(step.column)}['\"]\s*:\s*0(?:\.0*)?\s*[,}}]", given.text)
        )
    return given.literal is not None and given.literal is not False and given.literal == 0


# Reshaping makes holes where there was nothing; a first difference has no predecessor.
_RESHAPES = re.compile(
    r"\.\s*(?:unstack|reindex|pivot|pivot_table|asfreq|resample|diff|pct_change|shift|get_dummies|rolling|map)\b|\bcrosstab\b"
)
# Names of what is 1 where something holds, and of labels: missing means that it does not.
_FLAGS = re.compile(
    r"(?i)^(?:is|has|was|did|any)_|flag|indicator|dummy|ed$|_yn$|target|label|y_true|churn|progress|present"
)


def _means_none(step: Step) -> bool:
    """Whether a missing value is one of something that did not happen: a count, a sum, a hole."""
    if step.column is not None and (
        _FLAGS.search(step.column) or step.value.is_count(step.column, plurals=False)
    ):
        return True
    sides = step.value.quotient() if step.kind == "define" else None
    if sides is not None:  # events of units that were joined on: no match, no event
        return sides[0].is_count() and bool(sides[0].calls("join"))
    if step.kind == "aggregate":
        return any(one.function in ("sum", "count", "nunique") for one in step.aggregations())
    return _RESHAPES.search(step.value.text) is not None
