from collections.abc import Iterator

from groundrules import Call, Code, CodeRule, Hit, Sample, Severity, Trigger, Value


class AlternativeAfterLook(CodeRule):
    """The side of a one-sided test is chosen by the side on which the samples came out.

    Why: A one-sided test at 5 % on whichever side the data point to rejects in 10.0 %
    of experiments without an effect (the standard's `recompute` block simulates it).

    Bad:
        ```python
        import numpy as np
        from scipy.stats import ttest_ind

        rng = np.random.default_rng(0)
        control, treated = rng.normal(size=200), rng.normal(size=200)
        side = "greater" if treated.mean() > control.mean() else "less"
        print(ttest_ind(treated, control, equal_var=False, alternative=side).pvalue)
        ```
    Good:
        ```python
        import numpy as np
        from scipy.stats import ttest_ind

        rng = np.random.default_rng(0)
        control, treated = rng.normal(size=200), rng.normal(size=200)
        print(treated.mean() - control.mean())
        print(ttest_ind(treated, control, equal_var=False).pvalue)
        ```
    """

    code = "EXP014"
    name = "alternative-after-look"
    severity = Severity.ERROR
    standard = "experiments/sides"
    mend = "Test two-sided, or take the side from the plan."
    triggers = (
        Trigger(any_meaning=("two_sample_test", "one_sample_test", "group_test")),
        Trigger(any_pattern=(r"\b(?:greater|larger)\b", r"\b(?:less|smaller)\b")),
        Trigger(any_pattern=(r"\b(?:if|where)\b", r"\}\s*\[")),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        looks: list[Value] | None = None
        for test in code.calls("two_sample_test", "one_sample_test", "group_test"):
            side = test.argument(None, "alternative") or test.argument(None, "tail")
            chosen = [o for o in side.origins() if o.literal in _SIDES] if side else []
            if not chosen:
                continue
            looks = code.comparisons() if looks is None else looks
            for look in looks:
                if _decides(look, [test, *chosen]) and _looks_at(look, test):
                    yield Hit(
                        look,
                        f"`{test.method}` is one-sided on the side that `{look.text}` shows: the data "
                        "choose the alternative that they are then tested for.",
                    )
                    break


_SIDES = ("greater", "less", "larger", "smaller")
_SUMMARIES = frozenset([
    "mean", "median", "sum", "average", "nanmean", "nanmedian", "fmean", "quantile", "percentile", "nansum",
    "trim_mean", "avg", "rate",
])  # fmt: skip


def _decides(look: Value, chosen: list[Value]) -> bool:
    """Whether a comparison decides whether the test, or one of the sides, is taken."""
    if look.threshold():
        return False
    taken, left = look.outcomes()
    return any(one.inside(place) for one in chosen for place in (*taken, *left))


def _looks_at(look: Value, test: Call) -> bool:
    """Whether a comparison is of the samples' own means, rates, or of a statistic of theirs."""
    sides = look.comparison()
    if sides is None:
        return False
    code = look.code
    given = test.samples or test.arguments
    rows = [code.sample(sample) for sample in given]
    names = {origin.text for sample in given for origin in sample.origins() if origin.is_variable}
    return any(
        _is_look(origin, test, rows, names)
        for side in (sides[0], sides[2])
        for origin in side.origins()
    )


def _is_look(origin: Value, test: Call, rows: list[Sample], names: set[str]) -> bool:
    if origin.quotient():
        return any(part.is_variable and part.text in names for part in origin.origins())
    if origin.column in _SUMMARIES:
        return any(origin.code.sample(origin).root == row.root for row in rows)
    if not isinstance(origin, Call) or origin == test:
        return False
    if origin.method in _SUMMARIES:
        summed = origin.code.sample(origin)
        return any(summed.covers(row) for row in rows)
    return _same_samples(origin, test)


def _same_samples(other: Call, test: Call) -> bool:
    return bool(other.meanings & test.meanings) and [s.text for s in other.samples] == [
        s.text for s in test.samples
    ]
