from collections.abc import Iterator

from groundrules import Call, Code, CodeRule, Hit, Severity, Trigger, Value

_MEANS = ("mean", "nanmean", "average", "fmean", "median", "avg")


class LiftFixedDenominator(CodeRule):
    """The interval of an absolute difference is divided by the control's mean to give a relative one.

    Why: That takes the control's mean for a constant, which it is not. With a true lift of
    50 % and 1,000 users an arm, the interval that is called 95 % holds it in 90 % of
    experiments (the standard's `recompute` block).

    Bad:
        ```python
        import numpy as np
        from scipy import stats

        rng = np.random.default_rng(0)
        control, treated = rng.exponential(1, 100), rng.exponential(2, 100)
        interval = stats.ttest_ind(treated, control, equal_var=False).confidence_interval()
        print("lift:", interval.low / control.mean(), interval.high / control.mean())
        ```
    Good:
        ```python
        import numpy as np
        from scipy import stats

        rng = np.random.default_rng(0)
        control, treated = rng.exponential(1, 100), rng.exponential(2, 100)

        def lift(one, other, axis=-1):
            return one.mean(axis=axis) / other.mean(axis=axis) - 1

        print("lift:", stats.bootstrap((treated, control), lift).confidence_interval)
        ```
    """

    code = "REP004"
    name = "lift-fixed-denominator"
    severity = Severity.WARNING
    standard = "reporting/intervals"
    mend = (
        "Take the interval of the ratio itself: delta method, Fieller, or a bootstrap of the lift."
    )
    triggers = (
        Trigger(any_word=("/", "div")),
        Trigger(
            any_meaning=("difference_interval",),
            any_word=("bootstrap",),
            any_pattern=(
                r"\.(?:ppf|isf)\b",
                r"\b(?:1\.96|1\.959|1\.64|1\.65|1\.28|2\.57|2\.58|2\.33)",
                r"(?:percentile|quantile)\w*\s*\((?s:.{0,120}?)(?:\.0\d|2\.5|97\.5|\.9|\.1|\b(?:5|10|90|95)\b)",
            ),
        ),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        for division in code.divisions():
            sides = division.quotient()
            if sides is None or not _is_mean(sides[1]):
                continue
            if sides[0].interval_ends(of_differences=True):
                yield Hit(
                    division,
                    f"`{sides[0].text}` is an end of the interval of a difference, and is divided by "
                    f"`{sides[1].text}` as if that mean were known exactly.",
                )


def _is_mean(value: Value) -> bool:
    """Whether a value is a mean or a rate that was computed from data."""
    made = value.makers()
    return bool(made) and all(
        "mean" in path
        or maker.quotient() is not None
        or (isinstance(maker, Call) and maker.method in _MEANS)
        for maker, path in made
    )
