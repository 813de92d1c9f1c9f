import re
from collections.abc import Iterator

from groundrules import Call, Code, CodeRule, Hit, Severity, Trigger, Value


class ArmMeanAsConstant(CodeRule):
    """A sample is tested against the mean of another sample as if that mean were known.

    Why: The other arm's own error is left out. With arms of one size a t-test against the
    control's mean claims an effect in 17 % of A/A tests, not 5 % (the standard's `recompute`
    block).

    Bad:
        ```python
        import numpy as np
        from scipy.stats import ttest_1samp

        rng = np.random.default_rng(0)
        control, treated = rng.gamma(2, size=200), rng.gamma(2, size=200)
        print(ttest_1samp(treated, control.mean()).pvalue)
        ```
    Good:
        ```python
        import numpy as np
        from scipy.stats import ttest_ind

        rng = np.random.default_rng(0)
        control, treated = rng.gamma(2, size=200), rng.gamma(2, size=200)
        print(ttest_ind(treated, control, equal_var=False).pvalue)
        ```
    """

    code = "EXP017"
    name = "arm-mean-as-constant"
    severity = Severity.WARNING
    standard = "experiments/two_samples"
    mend = "Use a two-sample test: `ttest_ind(treated, control, equal_var=False)`."
    triggers = (
        Trigger(any_meaning=("one_sample_test",)),
        Trigger(any_word=("mean", "average", "median")),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        for test in code.calls("one_sample_test"):
            reference = test.argument(0 if "DescrStatsW" in test.callee else 1, "popmean")
            reference = reference or test.argument(None, "value")
            mean = _mean(reference) if reference else None
            if reference and mean and _of_another_sample(mean, test):
                yield Hit(
                    test,
                    f"`{test.method}` takes `{reference.text}` for a known constant, and it is the mean of "
                    "another sample: that sample's own error is left out.",
                )


_MEANS = ("mean", "average", "nanmean", "median", "fmean")
_WHOLE = re.compile(
    r"pop|overall|all\b|all_|_all|total|universe|nation|global|bench|histor|norm|target|census|expected|theor|"
    r"true|baseline_known|whole|entire|full|mu0|hypo|null|grand",
    re.I,
)


def _mean(reference: Value) -> Call | None:
    """Return the mean of data that a reference is, through names, rounding and indexes alone."""
    for count, origin in enumerate(reference.origins()):
        if isinstance(origin, Call) and origin.method in _MEANS:
            return origin
        if count > 12 or origin.quotient() or "+" in origin.text or "*" in origin.text:
            return None
    return None


def _of_another_sample(mean: Call, test: Call) -> bool:
    """Whether a mean is of other rows than those tested, and not of a whole that they belong to."""
    code = test.code
    reference = code.sample(mean)
    tested = [code.sample(value) for value in test.samples]
    if not tested or _WHOLE.search(mean.text) or _WHOLE.search(reference.frame or ""):
        return False
    one = tested[0]
    if reference.root == one.root:
        return bool(reference.grouped) or not reference.covers(one)
    return True
