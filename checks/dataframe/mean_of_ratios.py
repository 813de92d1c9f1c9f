from collections.abc import Iterator

from groundrules import Code, CodeRule, Hit, Severity, Trigger


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
    triggers = (Trigger(any_meaning=("mean",)), Trigger(any_word=("/", "div")))

    def check(self, code: Code) -> Iterator[Hit]:
        for call in code.calls("mean"):
            value = call.receiver if call.callee.startswith(("pandas", "polars.Series")) else None
            if call.callee.startswith("polars.Expr"):
                value = call.receiver
            value = value or call.argument(0, "a")
            if value is None or call.argument(None, "weights"):
                continue
            ratio = value.row_ratio()
            if ratio and _counts(ratio[1], ratio[2]):
                column, top, bottom = ratio
                yield Hit(
                    call,
                    f"This is the mean of `{column}`, a per-row ratio of `{top}` to `{bottom}`: "
                    "each row weighs the same, whatever its denominator.",
                )


# What is counted or summed, so that the quotient of totals is the rate that is meant.
_COUNTS = (
    "count", "cnt", "num", "n_", "clicks", "impressions", "imps", "views", "sessions", "visits", "users", "orders",
    "revenue", "sales", "total", "sum", "conversions", "purchases", "events", "requests", "installs", "trips",
    "patients", "items", "list_size", "population", "hours", "minutes", "seconds", "cost", "spend",
)  # fmt: skip


def _counts(top: str, bottom: str) -> bool:
    """Whether both names say counts or sums; ratios of measurements average rightly."""
    return all(any(word in name.lower() for word in _COUNTS) for name in (top, bottom))
