from collections.abc import Iterator

from groundrules import Call, Code, CodeRule, Hit, Severity, Trigger, Value


class TestOnResamples(CodeRule):
    """A test is given means of resamples as if each were an observation.

    Why: Two samples of 100 without any difference, 1,000 bootstrap means of each given to a
    t-test: it claims an effect in 95 % of experiments, and in more the more are drawn (the
    standard's `recompute` block).

    Bad:
        ```python
        import numpy as np
        from scipy.stats import ttest_ind

        rng = np.random.default_rng(0)
        a, b = rng.gamma(2, size=100), rng.gamma(2, size=100)
        means_a = [rng.choice(a, 100).mean() for _ in range(1000)]
        means_b = [rng.choice(b, 100).mean() for _ in range(1000)]
        print(ttest_ind(means_a, means_b).pvalue)
        ```
    Good:
        ```python
        import numpy as np
        from scipy.stats import ttest_ind

        rng = np.random.default_rng(0)
        a, b = rng.gamma(2, size=100), rng.gamma(2, size=100)
        diffs = [rng.choice(b, 100).mean() - rng.choice(a, 100).mean() for _ in range(1000)]
        print(np.quantile(diffs, [0.025, 0.975]), ttest_ind(a, b, equal_var=False).pvalue)
        ```
    """

    code = "EXP016"
    name = "test-on-resamples"
    severity = Severity.ERROR
    standard = "experiments/resamples"
    mend = "Test the data themselves, or read an interval off the resampled differences."
    triggers = (
        Trigger(any_meaning=("two_sample_test", "group_test")),
        Trigger(any_meaning=("redraw",)),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        if not code.calls("redraw"):
            return
        for test in code.calls("two_sample_test", "group_test"):
            for sample in test.samples:
                drawn = _redrawn(sample, test)
                if drawn:
                    yield Hit(
                        test,
                        f"`{test.method}` takes each of `{sample.text}` for an observation, and they are "
                        f"means of draws by `{drawn.method}`: p falls as more of them are drawn.",
                    )
                    break


_MEANS = ("mean", "median", "average", "nanmean", "sum", "fmean")


def _redrawn(sample: Value, test: Call) -> Call | None:
    """Return the call that a loop before the test draws from the data again and again."""
    draws = [draw for draw in sample.calls("redraw") if _from_data(draw)]
    again = [d for d in draws if any(not loop.contains(test) for loop in d.enclosing_loops())]
    for mean in sample.origins() if again else ():
        if isinstance(mean, Call) and mean.method in _MEANS:
            for draw in again:
                if draw in mean.calls("redraw"):
                    return draw
    return None


def _from_data(draw: Call) -> bool:
    """Whether it draws from something that was measured, not from a number or a list of labels."""
    source = draw.argument(0, "a")
    if draw.method == "sample" and draw.callee.startswith(("pandas", "polars")):
        source = draw.receiver
    return source is not None and source.literal is None and not source.elements()
