from collections.abc import Iterator

from groundrules import Call, Code, CodeRule, Hit, Severity, Trigger, Value

_TESTS = ("two_sample_test", "contingency_test")


class PWithoutEffect(CodeRule):
    """A p-value is reported, and how large the difference is is not.

    Why: p says nothing of size: a difference of 0.01 standard deviations, worth
    nothing, has p < 0.05 in 94 % of tests with 250,000 users an arm
    (the standard's `recompute` block).

    Bad:
        ```python
        import numpy as np
        from scipy.stats import ttest_ind

        rng = np.random.default_rng(0)
        control, treated = rng.normal(size=500), rng.normal(size=500)
        p = ttest_ind(control, treated, equal_var=False).pvalue
        print("p-value:", p)
        ```
    Good:
        ```python
        import numpy as np
        from scipy.stats import ttest_ind

        rng = np.random.default_rng(0)
        control, treated = rng.normal(size=500), rng.normal(size=500)
        result = ttest_ind(treated, control, equal_var=False)
        interval = result.confidence_interval()
        print("difference:", treated.mean() - control.mean(), interval, "p-value:", result.pvalue)
        ```
    """

    code = "REP001"
    name = "p-without-effect"
    severity = Severity.WARNING
    standard = "reporting/effects"
    mend = "Report the difference with its interval beside the p-value."
    triggers = (Trigger(any_meaning=_TESTS),)

    def check(self, code: Code) -> Iterator[Hit]:
        seen: set[Value] = set()
        tests = [
            test
            for test in code.tests(*_TESTS)
            if not _simulated(test.call) and test.call.method != "chisquare"
        ]
        for shown, values in code.outputs() if tests else ():
            reported = {call for value in values for call in _reported(value)}
            for test in tests:
                if test.call not in reported or test.call in seen:
                    continue
                if test.size_is_said(shown) or _has_interval(test.call):
                    continue
                seen.add(test.call)
                yield Hit(
                    shown,
                    f"The p-value of `{test.call.method}` is reported, and no difference, ratio "
                    "or interval of the same samples near it.",
                )


def _has_interval(test: Call) -> bool:
    """Whether the comparison that a method tests gives its interval elsewhere, too."""
    compared = test.receiver
    return compared is not None and any(
        call.receiver is not None and call.receiver.text == compared.text
        for call in test.code.calls_named("tconfint_diff", "zconfint_diff", "confidence_interval")
    )


def _simulated(test: Call) -> bool:
    """Whether each round of a loop draws the data, or software is tested: then p is the subject."""
    function = test.function()
    if function is not None and function.text.startswith("def test_"):
        return True
    return any(test.draws_in(loop) for loop in test.enclosing_loops())


def _reported(value: Value) -> set[Call]:
    """Return the tests whose p-value, or whole result, a shown value is or holds."""
    whole = {maker for maker, path in value.makers() if not path and isinstance(maker, Call)}
    tests = {call for call in whole if not call.meanings.isdisjoint(_TESTS)}
    found = tests.union(value.p_tests(*_TESTS))
    for corrected in value.calls("correction"):
        first = corrected.argument(0)
        found.update(first.p_tests(*_TESTS) if first else ())
    return {call for call in found if "sized_test" not in call.meanings}
