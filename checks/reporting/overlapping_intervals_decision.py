from collections.abc import Iterator

from groundrules import Code, CodeRule, Hit, Severity, Trigger


class OverlappingIntervalsDecision(CodeRule):
    """Whether two groups differ is decided by whether their intervals overlap.

    Why: Intervals of equal width part only where p is below 0.006: asked to part, a true
    difference that a test at 5 % finds in 80 % of experiments is found in 51 %
    (the standard's `recompute` block).

    Bad:
        ```python
        import numpy as np
        import statsmodels.stats.api as sms

        rng = np.random.default_rng(0)
        control, treated = rng.normal(0, 1, 200), rng.normal(0.3, 1, 200)
        low, high = sms.DescrStatsW(control).tconfint_mean()
        low_treated, high_treated = sms.DescrStatsW(treated).tconfint_mean()
        if low_treated > high:
            print("The arms differ")
        ```
    Good:
        ```python
        import numpy as np
        import statsmodels.stats.api as sms

        rng = np.random.default_rng(0)
        control, treated = rng.normal(0, 1, 200), rng.normal(0.3, 1, 200)
        both = sms.CompareMeans(sms.DescrStatsW(treated), sms.DescrStatsW(control))
        low, high = both.tconfint_diff(usevar="unequal")
        if low > 0:
            print("The arms differ")
        ```
    """

    code = "REP003"
    name = "overlapping-intervals-decision"
    severity = Severity.WARNING
    standard = "reporting/intervals"
    mend = "Decide by the interval of the difference, or by a test of it."
    triggers = (
        Trigger(any_word=("<", ">")),
        Trigger(
            any_meaning=("interval",),
            any_word=("bootstrap",),
            any_pattern=(
                r"\.(?:ppf|isf)\b",
                r"\b(?:1\.96|1\.959|1\.64|1\.65|1\.28|2\.57|2\.58|2\.33)",
                r"(?:percentile|quantile)\w*\s*\((?s:.{0,120}?)(?:\.0\d|2\.5|97\.5|\.9|\.1|\b(?:5|10|90|95)\b)",
            ),
        ),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        seen = set()
        for comparison in code.comparisons():
            sides = comparison.comparison()
            if sides is None or comparison.statement() in seen:
                continue
            ends = [(end.side, end.key) for end in sides[0].interval_ends()]
            others = [(end.side, end.key) for end in sides[2].interval_ends()]
            apart = [
                (one, other)
                for one, key in ends
                for other, key_of_other in others
                if {one, other} == {"low", "high"} and key != key_of_other
            ]
            if apart:
                seen.add(comparison.statement())
                yield Hit(
                    comparison,
                    f"`{comparison.text}` asks whether two intervals overlap, which is not whether "
                    "their means differ.",
                )
