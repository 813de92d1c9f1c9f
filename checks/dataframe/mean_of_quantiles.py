from collections.abc import Iterator

from groundrules import Aggregation, Code, CodeRule, Hit, Severity, Trigger, Value


class MeanOfQuantiles(CodeRule):
    """Quantiles of groups are averaged or added up, and taken for the quantile of all.

    Why: Quantiles do not average. In the standard's example the 95th percentile of all
    requests is 1,032 ms, the mean of the hourly ones is 361 ms (its `recompute` block).

    Off by default: the mean of a quantile of many years, hosts or patients is often what is
    meant, and code does not say what it is taken for.

    Bad:
        ```python
        import pandas as pd

        df = pd.DataFrame({"hour": [0, 0, 1, 1], "ms": [10, 20, 500, 900]})
        print(df.groupby("hour")["ms"].quantile(0.95).mean())
        ```
    Good:
        ```python
        import pandas as pd

        df = pd.DataFrame({"hour": [0, 0, 1, 1], "ms": [10, 20, 500, 900]})
        print(df["ms"].quantile(0.95))
        ```
    """

    code = "DFR012"
    name = "mean-of-quantiles"
    severity = Severity.INFO
    standard = "dataframe/aggregates"
    mend = "Take the quantile of the values themselves, over all groups."
    triggers = (
        Trigger(any_word=("pandas", "polars", "spark", "sqlContext", "numpy")),
        Trigger(any_word=("quantile", "percentile")),
        Trigger(any_pattern=(r"\b(?:mean|avg|sum|nanmean|fmean|average|nansum)\b",)),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        for aggregation in code.aggregations("mean", "sum"):
            quantile = _group_quantile(aggregation)
            if quantile is not None:
                by = ", ".join(f"`{k.name or k.value.text}`" for k in quantile.keys) or "group"
                verb = "averages" if aggregation.function == "mean" else "adds up"
                yield Hit(
                    aggregation,
                    f"This {verb} quantiles of `{quantile.column or 'values'}` by {by}, "
                    "which is no quantile of the whole.",
                )


def _group_quantile(aggregation: Aggregation) -> Aggregation | None:
    """Return the quantile by group that an aggregation is taken of."""
    for step in aggregation.steps():
        for one in step.aggregations():
            if one.function == "quantile" and (one.keys or _by_loop(step.value)):
                return one
    return None


def _by_loop(value: Value) -> bool:
    """Whether each round of a loop over groups computes it."""
    loops = (loop.iterable for loop in value.enclosing_loops())
    return any(over is not None and over.type in _GROUPS for over in loops)


_GROUPS = ("pandas.GroupBy", "polars.GroupBy")
