from collections.abc import Iterator

from groundrules import Call, Code, CodeRule, Hit, Severity, Trigger, Value


class NormalityPretest(CodeRule):
    """A normality test's p-value chooses which test compares the samples.

    Why: Two skewed samples of 100 with equal means and unlike shapes, Shapiro first and then t or
    Mann-Whitney: a difference is claimed in 58 % of experiments, of the means by Welch's test
    in 5 % (the standard's `recompute` block). The two tests answer different questions, and
    chance picks the question.

    Bad:
        ```python
        import numpy as np
        from scipy import stats

        rng = np.random.default_rng(0)
        a, b = rng.gamma(2, size=60), rng.gamma(2, size=60)
        if stats.shapiro(a).pvalue > 0.05 and stats.shapiro(b).pvalue > 0.05:
            p = stats.ttest_ind(a, b).pvalue
        else:
            p = stats.mannwhitneyu(a, b).pvalue
        print(b.mean() - a.mean(), p)
        ```
    Good:
        ```python
        import numpy as np
        from scipy import stats

        rng = np.random.default_rng(0)
        a, b = rng.gamma(2, size=60), rng.gamma(2, size=60)
        result = stats.ttest_ind(b, a, equal_var=False)
        print(b.mean() - a.mean(), result.confidence_interval(), result.pvalue)
        ```
    """

    code = "EXP007"
    name = "normality-pretest"
    severity = Severity.WARNING
    standard = "experiments/choice_of_test"
    mend = (
        "Choose the test by what it estimates, before the data: Welch's t-test for a difference "
        "of means, also of skewed samples that are not tiny."
    )
    triggers = (
        Trigger(any_meaning=("normality_test",)),
        Trigger(any_meaning=("two_sample_test", "group_test")),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        seen: set[Value] = set()
        for pretest in code.calls("normality_test"):
            for use, tests in _chosen(code, pretest):
                if use not in seen:
                    seen.add(use)
                    yield Hit(
                        use,
                        f"`{pretest.method}` decides whether {tests} compares the samples: the question "
                        "is chosen by the data that then answer it.",
                    )


def _chosen(code: Code, pretest: Call) -> Iterator[tuple[Value, str]]:
    """Yield the places where a pretest's result chooses between tests, and which."""
    for branch, taken, left in pretest.choices():
        one = code.tests_in(taken, "two_sample_test", "group_test")
        other = code.tests_in(left, "two_sample_test", "group_test")
        if one and other and one != other:
            yield branch, f"`{min(one)}` or `{min(other - one, default=min(other))}`"
