from collections.abc import Iterator

from groundrules import Call, Code, CodeRule, Hit, Severity, Trigger


class StudentDefault(CodeRule):
    """Student's t-test takes the variances of both arms for equal.

    Off by default: whether the arms differ in size and variance is not to be seen in code, and
    where they are of one size the two tests hardly differ.

    Why: With 50 users of standard deviation 3 against 500 of standard deviation 1, Student's
    test claims an effect in 38 % of experiments that have none, Welch's in 5 % (the standard's
    `recompute` block).

    Bad:
        ```python
        import numpy as np
        from scipy.stats import ttest_ind

        rng = np.random.default_rng(0)
        holdout, shipped = rng.normal(0, 3, size=50), rng.normal(0, 1, size=500)
        print(ttest_ind(shipped, holdout).pvalue)
        ```
    Good:
        ```python
        import numpy as np
        from scipy.stats import ttest_ind

        rng = np.random.default_rng(0)
        holdout, shipped = rng.normal(0, 3, size=50), rng.normal(0, 1, size=500)
        print(ttest_ind(shipped, holdout, equal_var=False).pvalue)
        ```
    """

    code = "EXP008"
    name = "student-default"
    severity = Severity.INFO
    standard = "experiments/unequal_variances"
    mend = "Pass `equal_var=False` (statsmodels: `usevar='unequal'`), which is Welch's test."
    triggers = (Trigger(any_meaning=("pooled_test",)),)

    def check(self, code: Code) -> Iterator[Hit]:
        for test in code.calls("pooled_test"):
            if _pools(test) and not _same_size(test):
                yield Hit(
                    test,
                    f"`{test.method}` takes the variances of both samples for equal, and nothing "
                    "says that the samples have one size.",
                )


def _pools(test: Call) -> bool:
    """Whether a t-test pools the variances, as far as its arguments say."""
    if test.has_star or test.argument(None, "method") or test.argument(None, "trim"):
        return False
    if test.callee.startswith("pingouin"):  # Welch by itself where sizes differ
        paired, corrected = test.argument(2, "paired"), test.argument(4, "correction")
        return not (paired and paired.literal) and bool(corrected and corrected.literal is False)
    welch = test.argument(None, "equal_var") or test.argument(None, "usevar")
    if test.callee.startswith("statsmodels"):
        return welch is None or welch.literal == "pooled"
    if welch is None and test.method == "ttest_ind_from_stats":
        welch = test.argument(6)
    return welch is None or welch.literal is True


def _same_size(test: Call) -> bool:
    """Whether the samples are seen to have one size: drawn so, or given with equal counts."""
    if test.method == "ttest_ind_from_stats":
        sizes = [test.argument(2, "nobs1"), test.argument(5, "nobs2")]
    else:
        drawn = [sample.calls("simulation") for sample in test.samples]
        sizes = [d[0].argument(None, "size") or d[0].argument(2) if d else None for d in drawn]
    texts = {size.text if size else None for size in sizes}
    return len(sizes) == 2 and len(texts) == 1 and None not in texts
