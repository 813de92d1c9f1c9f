from collections.abc import Iterator

from groundrules import Call, Code, CodeRule, Hit, Severity, Trigger, Value


class VariancePretest(CodeRule):
    """A test of equal variances chooses between Student's and Welch's t-test.

    Why: With 12 against 120 accounts and standard deviations of 1.6 and 1, Levene first and then
    Student or Welch claims an effect in 10 % of experiments that have none, Welch alone in 5 %
    (the standard's `recompute` block): small samples hide the inequality that matters.

    Bad:
        ```python
        import numpy as np
        from scipy import stats

        rng = np.random.default_rng(0)
        a, b = rng.normal(0, 1.6, size=12), rng.normal(0, 1, size=120)
        same = stats.levene(a, b).pvalue > 0.05
        print(stats.ttest_ind(a, b, equal_var=same).pvalue)
        ```
    Good:
        ```python
        import numpy as np
        from scipy import stats

        rng = np.random.default_rng(0)
        a, b = rng.normal(0, 1.6, size=12), rng.normal(0, 1, size=120)
        print(stats.levene(a, b).pvalue)
        print(stats.ttest_ind(a, b, equal_var=False).pvalue)
        ```
    """

    code = "EXP015"
    name = "variance-pretest"
    severity = Severity.WARNING
    standard = "experiments/unequal_variances"
    mend = "Use Welch's test always (`equal_var=False`): it costs next to nothing where variances are equal."
    triggers = (Trigger(any_meaning=("variance_test",)), Trigger(any_meaning=("pooled_test",)))

    def check(self, code: Code) -> Iterator[Hit]:
        seen: set[Value] = set()
        for pretest in code.calls("variance_test"):
            for place in list(_passed(code, pretest)) or _branches(code, pretest):
                if place not in seen:
                    seen.add(place)
                    yield Hit(
                        place,
                        f"`{pretest.method}` decides here whether variances are taken as equal: it misses "
                        "those that matter in small samples, and Welch's test needs no such decision.",
                    )


_POOLS = ("equal_var", "usevar", "correction")


def _branches(code: Code, pretest: Call) -> Iterator[Value]:
    """Yield the branches that the pretest decides and that differ in how variances are pooled."""
    for branch, taken, left in pretest.choices():
        one, other = (_pooling(code, side) for side in (taken, left))
        if one and other and one != other:
            yield branch


def _pooling(code: Code, side: list[Value]) -> set[str]:
    """Return how some statements pool variances: what they give t-tests, or set for them."""
    found: set[str] = set()
    for test in code.calls("pooled_test"):
        given = _given(test)
        if any(test.inside(statement) for statement in side):
            found.add(given.text if given else "")
        elif given:  # equal = True in one branch, and the test after both
            flags = [o for o in given.origins() if isinstance(o.literal, bool | str)]
            found |= {o.text for o in flags if any(o.inside(statement) for statement in side)}
    return found


def _given(test: Call) -> Value | None:
    """Return what says how a t-test pools the variances."""
    return next((a for name in _POOLS if (a := test.argument(None, name))), None)


def _passed(code: Code, pretest: Call) -> Iterator[Value]:
    """Yield the t-tests whose `equal_var` comes from the pretest."""
    for test in code.calls("pooled_test"):
        given = _given(test)
        if given and pretest in given.calls("variance_test"):
            yield test
