from collections.abc import Iterator

from groundrules import Code, CodeRule, Hit, Loop, Severity, Trigger, Value


class UncorrectedFamily(CodeRule):
    """Many tests are each held to alpha, and nothing corrects for their number.

    Why: With 20 metrics and no effect at all, at least one is "significant" at
    5 % in 1 - 0.95**20 = 64 % of experiments when the metrics are independent.

    Bad:
        ```python
        import numpy as np
        from scipy import stats

        rng = np.random.default_rng(0)
        control = {m: rng.normal(size=50) for m in ("revenue", "sessions", "clicks")}
        treated = {m: rng.normal(size=50) for m in ("revenue", "sessions", "clicks")}

        def report(metrics):
            for metric in metrics:
                p = stats.ttest_ind(control[metric], treated[metric], equal_var=False).pvalue
                if p < 0.05:
                    print(metric, "moved")

        report(control)
        ```
    Good:
        ```python
        import numpy as np
        from scipy import stats

        rng = np.random.default_rng(0)
        control = {m: rng.normal(size=50) for m in ("revenue", "sessions", "clicks")}
        treated = {m: rng.normal(size=50) for m in ("revenue", "sessions", "clicks")}

        def report(metrics):
            p = [stats.ttest_ind(control[m], treated[m], equal_var=False).pvalue for m in metrics]
            adjusted = stats.false_discovery_control(p)
            for metric, q in zip(metrics, adjusted):
                if q < 0.05:
                    print(metric, "moved")

        report(control)
        ```
    """

    code = "EXP001"
    name = "uncorrected-family"
    severity = Severity.WARNING
    standard = "experiments/multiplicity"
    mend = (
        "Collect the p-values and correct them together (statsmodels multipletests, "
        "scipy false_discovery_control), or name one primary metric in the plan."
    )
    triggers = (Trigger(any_meaning=("two_sample_test", "group_test")),)

    def check(self, code: Code) -> Iterator[Hit]:
        if code.calls("correction"):
            return
        seen: set[Value] = set()
        for comparison in code.comparisons():
            sides = comparison.threshold()
            if sides is None:
                continue
            tested, level = sides
            if _divided(level):
                continue
            for test in tested.p_tests("two_sample_test", "group_test"):
                loops = [loop for loop in test.enclosing_loops() if not _repeats(loop, test)]
                family = [loop for loop in loops if _varies(test, loop)]
                if not family or test in seen or comparison.ends_loop():
                    continue
                seen.add(test)
                yield Hit(
                    test,
                    f"`{test.method}` runs once for each round of a loop and each p-value is held "
                    f"to {level.text}, with no correction for the number of tests.",
                )


def _divided(level: Value) -> bool:
    """Whether alpha is already shared out: `alpha / len(metrics)`."""
    return any("/" in origin.text for origin in level.origins())


def _varies(test: Value, loop: Loop) -> bool:
    """Whether the loop gives the test other data each round, told by its targets."""
    if not loop.targets:
        return not loop.is_while
    return any(origin.text in loop.targets for origin in test.origins())


def _repeats(loop: Loop, test: Value) -> bool:
    """Whether the loop simulates, permutes or resamples: then p-values are the subject."""
    drawn = [
        *test.calls("simulation"),
        *(c for c in test.code.calls("simulation") if loop.contains(c)),
    ]
    return any(loop in call.enclosing_loops() for call in drawn)
