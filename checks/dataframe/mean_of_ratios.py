from collections.abc import Iterator

from groundrules import Aggregation, Code, CodeRule, Hit, Severity, Trigger

# A division by a column, or a call that may hold one.
_DIVISION = (
    r"/\s*[\\(]*\s*\w+(?:\.\w+)*\s*\[\s*['\"]", r"/\s*[\\(]*\s*(?:\w+\.)?col(?:umn)?\s*\(",
    r"(?i)/[^;\n]{1,120}\)?[ \t]+as[ \t]+[\w`\"\[]",
    r"[\w)\]]\s*/\s*[\\(]*\s*\w+\.\w", r"\b(?:div|divide|truediv|true_divide|eval)\s*\(",
)  # fmt: skip


class MeanOfRatios(CodeRule):
    """The mean of a column that is itself a quotient of two columns.

    Why: Every row then weighs the same, however small its denominator. In the standard's
    example the mean of per-user rates is 0.250 where the overall rate is 0.166 (its
    `recompute` block).

    Bad:
        ```python
        import pandas as pd

        df = pd.DataFrame({"clicks": [1, 10], "impressions": [2, 200]})
        df["ctr"] = df["clicks"] / df["impressions"]
        print(df["ctr"].mean())
        ```
    Good:
        ```python
        import pandas as pd

        df = pd.DataFrame({"clicks": [1, 10], "impressions": [2, 200]})
        print(df["clicks"].sum() / df["impressions"].sum())
        ```
    """

    code = "DFR006"
    name = "mean-of-ratios"
    severity = Severity.WARNING
    standard = "experiments/ratio_metrics"
    mend = "Divide the sums, or weight the mean by the denominator."
    triggers = (
        Trigger(any_word=("pandas", "polars", "spark", "sqlContext")),
        Trigger(any_pattern=_DIVISION),
        Trigger(any_pattern=(r"\b(?:mean|avg|nanmean|fmean|average|pivot_table)\b",)),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        for aggregation in code.aggregations("mean"):
            if aggregation.weighted or aggregation.is_shown_only or aggregation.kind == "window":
                continue
            ratio = _ratio(aggregation)
            if ratio is not None:
                column, top, bottom = ratio
                yield Hit(
                    aggregation,
                    f"This is the mean of `{column}`, a per-row ratio of `{top}` to `{bottom}`: "
                    "each row weighs the same, whatever its denominator.",
                )


def _ratio(aggregation: Aggregation) -> tuple[str, str, str] | None:
    """Return (column, numerator, denominator) where counts or sums are divided row by row."""
    for step in aggregation.steps():
        written = step.written_ratio()
        if written is not None:
            return step.column or "it", *written
        found = step.value.row_ratio() if step.kind == "define" else None
        if found is None:
            continue
        if found[1] in found[2]:
            continue  # `dcg / idcg`: each unit is held to what it could reach
        sides = step.value.quotient()
        if sides is None or all(side.is_count() for side in sides):
            return aggregation.column or found[0], found[1], found[2]
    return None
