import re
from collections.abc import Iterator

from groundrules import Code, CodeRule, Hit, Severity, Trigger, Value

_TESTS = ("two_sample_test", "group_test", "contingency_test", "one_sample_test")
_P_NAME = re.compile(
    r"\.pvalues\b|(?:^|[_.\[\"'])p(?:_?val(?:ue)?s?)?(?:_\w+)?(?:[\"']?\])?$", re.I
)


class MixedAlpha(CodeRule):
    """One analysis holds its p-values to different levels, none of which has a name.

    Why: A level that is chosen test by test is chosen by the result. Where 0.05 gives way to
    0.10 for each p that lies between, the level is 0.10 for all: 2 times what is said
    (the standard's `recompute` block).

    Bad:
        ```python
        import numpy as np
        from scipy.stats import ttest_ind

        rng = np.random.default_rng(0)
        a, b, c, d = rng.normal(size=(4, 50))
        p_clicks = ttest_ind(a, b, equal_var=False).pvalue
        p_spend = ttest_ind(c, d, equal_var=False).pvalue
        if p_clicks < 0.05:
            print("clicks moved")
        if p_spend < 0.1:
            print("spend moved")
        ```
    Good:
        ```python
        import numpy as np
        from scipy.stats import ttest_ind

        ALPHA = 0.05  # from the plan
        rng = np.random.default_rng(0)
        a, b, c, d = rng.normal(size=(4, 50))
        if ttest_ind(a, b, equal_var=False).pvalue < ALPHA:
            print("clicks moved")
        if ttest_ind(c, d, equal_var=False).pvalue < ALPHA:
            print("spend moved")
        ```
    """

    code = "REP008"
    name = "mixed-alpha"
    severity = Severity.WARNING
    standard = "reporting/levels"
    mend = "Take one level from the plan, by name; where a test has another, name that too and say why."
    triggers = (
        Trigger(any_meaning=_TESTS, any_word=(".pvalues",)),
        Trigger(any_pattern=(r"0?\.1\b|0?\.0\d|\b[125]e-",)),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        held = list(_held(code))
        tiers: dict[object, set[float]] = {}
        for _, subject, figure, _ in held:
            tiers.setdefault(subject, set()).add(figure)
        first: tuple[float, str] | None = None
        for at, subject, figure, name in held:
            if len(tiers[subject]) > 1:
                continue  # stars: one p-value, several levels
            if first is None:
                first = (figure, name)
            elif figure != first[0] and not (
                name.isidentifier() and first[1].isidentifier() and name != first[1]
            ):
                yield Hit(
                    at,
                    f"The level is {figure:g} here, and {first[0]:g} for the first p-value of this analysis.",
                )
                return


def _held(code: Code) -> Iterator[tuple[Value, object, float, str]]:
    """Yield (where, what is held, the level's figure, its text) for each p-value of a test."""
    for threshold in code.thresholds():
        figure = threshold.level.literal
        if not isinstance(figure, float) or threshold.shared or threshold.asserted:
            continue
        if threshold.tested.calls("assumption_test", "normality_test", "variance_test"):
            continue
        tests = threshold.p_tests(*_TESTS)
        if tests or _P_NAME.search(threshold.tested.text):
            yield (
                threshold.at,
                (tests[0] if tests else _named(threshold.tested)),
                figure,
                threshold.level.text,
            )
    for call in code.calls("solve_power", "power", "correction"):
        alpha = call.argument(None, "alpha") or call.argument(None, "sig_level")
        if alpha is not None and isinstance(alpha.literal, float):
            yield alpha, call, alpha.literal, alpha.text


def _named(tested: Value) -> object:
    """Return what tells p-values apart whose test is not known: their name, in its function."""
    return tested.text, tested.function()
