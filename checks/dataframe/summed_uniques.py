import re
from collections.abc import Iterator

from groundrules import Aggregation, Call, Code, CodeRule, Hit, Key, Severity, Trigger


class SummedUniques(CodeRule):
    """Distinct counts of periods are added up, as if nobody came back.

    Why: Whoever is there on 3 days is counted 3 times. In the standard's example 1,000 users
    come on some of 7 days; the daily uniques add up to 2,797, the week has 903 (its
    `recompute` block).

    Bad:
        ```python
        import pandas as pd

        df = pd.DataFrame({"day": [1, 1, 2], "user": ["a", "b", "a"]})
        print(df.groupby("day")["user"].nunique().sum())
        ```
    Good:
        ```python
        import pandas as pd

        df = pd.DataFrame({"day": [1, 1, 2], "user": ["a", "b", "a"]})
        print(df["user"].nunique())
        ```
    """

    code = "DFR011"
    name = "summed-uniques"
    severity = Severity.WARNING
    standard = "dataframe/aggregates"
    mend = "Count the distinct values over the whole period, or say that the sum counts visits by period."
    triggers = (
        Trigger(any_word=("pandas", "polars", "spark", "sqlContext")),
        Trigger(
            any_pattern=(
                r"\bnunique\b",
                r"\bn_unique\b",
                r"(?i)count_?distinct\b",
                r"\.unique\s*\(",
            )
        ),
        Trigger(any_pattern=(r"\bsum\b", r"\bcumsum\b", r"\bcum_sum\b", r"\bnansum\b")),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        for aggregation in code.aggregations("sum", "cumsum"):
            unique = _period_uniques(aggregation)
            if unique is not None:
                key = next(k for k in unique.keys if _is_period(k.name, k.is_time))
                yield Hit(
                    aggregation,
                    f"This adds up distinct counts of `{unique.column or 'values'}` by "
                    f"`{key.name or key.value.text}`: what occurs in several of them counts each time.",
                )


def _period_uniques(aggregation: Aggregation) -> Aggregation | None:
    """Return the distinct count by period that is added up over its periods."""
    kept = {key.name for key in aggregation.keys}
    for step in aggregation.steps():
        for one in step.aggregations():
            periods = [k for k in one.keys if _is_period(k.name, k.is_time)]
            # Where the sum keeps all the periods apart, it adds up something else.
            apart = all(k.name is not None and k.name in kept for k in periods)
            if one.function == "nunique" and periods and not apart and not _once(one, periods):
                return one
    return None


_PERIOD = re.compile(
    r"(?i)(?:^|_|\b)(?:day|date|dates|week|month|hour|quarter|period|dt|ds|yearmonth|weekday|minute)s?(?:$|_|\b)"
)
# Moments that a unit has one of: its distinct counts may be added up.
_ONE_MOMENT = re.compile(
    r"(?i)sign_?up|creat|regist|join|first|birth|releas|cohort|install|acqui|launch|publish|onboard|open|start|new|enrol|hire"
)


def _is_period(name: str | None, is_time: bool) -> bool:
    return is_time or bool(_PERIOD.search(name or ""))


def _once(unique: Aggregation, periods: list[Key]) -> bool:
    """Whether each unit stands in one period only: by the kind of moment, or as its rows were made unique."""
    if any(_ONE_MOMENT.search(key.name or key.value.text) for key in periods):
        return True
    origins = unique.frame.row_origins(own=False) if unique.frame is not None else ()
    return any(isinstance(one, Call) and "deduplicate" in one.meanings for one in origins)
