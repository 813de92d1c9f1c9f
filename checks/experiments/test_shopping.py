from collections.abc import Iterator

from groundrules import Call, Code, CodeRule, Hit, Severity, Test, Trigger


class TestShopping(CodeRule):
    """One pair of samples goes through three or more tests.

    Why: Welch's test, Welch's test of the logarithms and Mann-Whitney on one pair of samples
    without any difference: the smallest p is below 0.05 in 9 % of experiments, not 5 % (the
    standard's `recompute` block).

    Bad:
        ```python
        import numpy as np
        from scipy import stats

        rng = np.random.default_rng(0)
        a, b = rng.gamma(2, size=60), rng.gamma(2, size=60)
        print(stats.ttest_ind(a, b, equal_var=False).pvalue)
        print(stats.mannwhitneyu(a, b).pvalue)
        print(stats.ks_2samp(a, b).pvalue)
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

    code = "EXP010"
    name = "test-shopping"
    severity = Severity.WARNING
    standard = "experiments/choice_of_test"
    mend = "Run the one test that the plan names; a second one is a check that is reported whatever it says."
    triggers = (Trigger(any_meaning=("two_sample_test", "group_test")),)

    def check(self, code: Code) -> Iterator[Hit]:
        pairs: dict[object, list[Test]] = {}
        for test in code.tests("two_sample_test", "group_test"):
            loops = test.call.enclosing_loops()
            if len(test.samples) == 2 and not any(test.call.draws_in(loop) for loop in loops):
                cuts = frozenset((s.root, s.column, s.filters, s.grouped) for s in test.samples)
                pairs.setdefault((cuts, test.site.function()), []).append(test)
        for tests in pairs.values():
            third = _third(tests)
            if third:
                shown = [sample.value.text for sample in third.samples]
                statement = third.site.statement()
                together = sum(test.site.inside(statement) for test in tests) >= _MANY
                yield Hit(
                    statement if together else third.site,
                    f"`{third.call.method}` is at least the third test of `{shown[0]}` against "
                    f"`{shown[1]}`: each is one more try to get a small p.",
                )


_MANY = 3
_ASSOCIATIONS = ("pearsonr", "spearmanr", "kendalltau", "pointbiserialr", "corr")


def _third(tests: list[Test]) -> Test | None:
    """Return the test that is the third different one that may run on the same samples."""
    together: list[Test] = []
    for test in sorted(tests, key=lambda test: test.site.span):
        if test.call.method in _ASSOCIATIONS or any(_apart(test.call, t.call) for t in together):
            continue
        together.append(test)
        if len({name for t in together for name in t.call.callees}) >= _MANY:
            return test
    return None


def _apart(one: Call, other: Call) -> bool:
    """Whether two tests never both run: they stand in different branches."""
    return one.apart_from(other)
