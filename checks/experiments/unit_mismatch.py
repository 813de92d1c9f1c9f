import re
from collections.abc import Iterator

from groundrules import Code, CodeRule, Hit, Sample, Severity, Test, Trigger


class UnitMismatch(CodeRule):
    """Rows of events are tested as if each were a randomised unit.

    Only where the configuration names the `unit`. A unit's events resemble each other, so that
    they hold less information than as many units would.

    Why: With 8 sessions a user that are correlated at 0.3, a t-test on sessions claims an
    effect in 26 % of A/A tests, not 5 % (the standard's `recompute` block simulates it).

    Bad:
        ```python
        # config: unit = "user_id"
        import numpy as np
        import pandas as pd
        from scipy.stats import ttest_ind

        rng = np.random.default_rng(0)
        sessions = pd.DataFrame({"user_id": np.repeat(range(100), 8), "arm": ["a", "b"] * 400})
        sessions["minutes"] = rng.gamma(2, size=100)[sessions["user_id"]] + rng.normal(size=800)
        a, b = sessions[sessions["arm"] == "a"], sessions[sessions["arm"] == "b"]
        print(ttest_ind(a["minutes"], b["minutes"], equal_var=False))
        ```
    Good:
        ```python
        # config: unit = "user_id"
        import numpy as np
        import pandas as pd
        from scipy.stats import ttest_ind

        rng = np.random.default_rng(0)
        sessions = pd.DataFrame({"user_id": np.repeat(range(100), 8), "arm": np.repeat(["a", "b"], 400)})
        sessions["minutes"] = rng.gamma(2, size=100)[sessions["user_id"]] + rng.normal(size=800)
        users = sessions.groupby(["user_id", "arm"], as_index=False)["minutes"].sum()
        a, b = users[users["arm"] == "a"], users[users["arm"] == "b"]
        print(ttest_ind(a["minutes"], b["minutes"], equal_var=False))
        ```
    """

    code = "EXP004"
    name = "unit-mismatch"
    severity = Severity.ERROR
    standard = "experiments/units"
    mend = "Aggregate to one row per randomised unit, and test those rows."
    needs = ("unit",)
    triggers = (Trigger(any_meaning=("two_sample_test",)),)

    def check(self, code: Code) -> Iterator[Hit]:
        unit, variant = code.settings.get("unit"), code.settings.get("variant")
        if not isinstance(unit, str) or code.mentions(
            "cluster", "delta_method", "bootstrap", "mixedlm"
        ):
            return
        seen: set[object] = set()
        for test in code.tests("two_sample_test"):
            named = code.mentions(unit.lower()) or _by_arm(test, variant)
            for sample in test.samples if named else ():
                rows = _rows(test, sample, unit, variant)
                if rows and test.site not in seen:
                    seen.add(test.site)
                    yield Hit(test.site, _message(test, sample, rows, unit))


_EVENTS = re.compile(
    r"(?<![a-z])(?:event|session|order|click|impression|visit|view|page_?view|transaction|log|hit|request|trip|"
    r"ride|purchase|search|query|queries|play|stream|message|call|appointment|encounter|admission|claim|bid|game|"
    r"match|delivery|deliveries|booking|payment|ticket|watch|exposure)(?:e?s)?(?![a-z])",
    re.I,
)
_DAILY = re.compile(r"day|date|week|month|hour|session|event|order|_at$|time|visit", re.I)
_UNIQUE = ("drop_duplicates", "unique", "dropDuplicates", "distinct", "nunique", "n_unique")


def _by_arm(test: Test, variant: object) -> bool:
    """Whether its samples are arms of the experiment that the configuration names."""
    return any(c.column == variant for sample in test.samples for c in sample.conditions if variant)


def _rows(test: Test, sample: Sample, unit: str, variant: object) -> str | None:
    """Return what the rows of a sample are, where they are not one for each unit."""
    if sample.in_a_row or any(method in _UNIQUE for method in sample.methods):
        return None
    grouped = sample.grouped
    if test.call.method.startswith("proportions") and grouped and unit not in (grouped[0] or ()):
        grouped = grouped[1:]  # totals by arm: what counts is what was counted
    if grouped:
        keys = grouped[0]
        if keys is None:
            return None
        if unit in keys:
            finer = sorted(key for key in keys if key not in (unit, variant) and _DAILY.search(key))
            return f"one for each `{unit}` and `{finer[0]}`" if finer else None
        return f"one for each {' and '.join(f'`{key}`' for key in sorted(keys))}"
    named = _EVENTS.search(sample.frame or "") or _EVENTS.search(_read(sample))
    return f"{named[0]} rows" if named else None


def _read(sample: Sample) -> str:
    """Return the text of what reads the data, if it names a file, a table or a query."""
    source = sample.source
    words = [text for _, text in source.texts()]
    if any(word.lower().startswith("select") and "group by" in word.lower() for word in words):
        return ""
    return " ".join(words)


def _message(test: Test, sample: Sample, rows: str, unit: str) -> str:
    return (
        f"`{test.call.method}` is given `{sample.value.text}`, whose rows are {rows}, while "
        f"`{unit}` is what was randomised: the rows of one unit are not independent."
    )
