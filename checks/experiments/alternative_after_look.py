from collections.abc import Iterator

from groundrules import Code, CodeRule, Hit, Severity, Trigger, Value


class AlternativeAfterLook(CodeRule):
    """The side of a one-sided test is chosen by the side on which the samples came out.

    Why: A one-sided test at 5 % on whichever side the data point to rejects in 10.0 %
    of experiments without an effect (the standard's `recompute` block simulates it).

    Bad:
        ```python
        import numpy as np
        from scipy.stats import ttest_ind

        rng = np.random.default_rng(0)
        control, treated = rng.normal(size=200), rng.normal(size=200)
        side = "greater" if treated.mean() > control.mean() else "less"
        print(ttest_ind(treated, control, equal_var=False, alternative=side).pvalue)
        ```
    Good:
        ```python
        import numpy as np
        from scipy.stats import ttest_ind

        rng = np.random.default_rng(0)
        control, treated = rng.normal(size=200), rng.normal(size=200)
        print(treated.mean() - control.mean())
        print(ttest_ind(treated, control, equal_var=False).pvalue)
        ```
    """

    code = "EXP014"
    name = "alternative-after-look"
    severity = Severity.ERROR
    standard = "experiments/sides"
    mend = "Test two-sided, or take the side from the plan."
    triggers = (
        Trigger(any_meaning=("two_sample_test", "one_sample_test", "group_test")),
        Trigger(any_pattern=(r"\b(?:greater|larger)\b", r"\b(?:less|smaller)\b")),
        Trigger(any_pattern=(r"\b(?:if|where)\b", r"\}\s*\[")),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        for test in code.calls("two_sample_test", "one_sample_test", "group_test"):
            side = test.argument(None, "alternative") or test.argument(None, "tail")
            chosen = [o for o in side.origins() if o.literal in _SIDES] if side else []
            looks = code.looks_at(test) if chosen else []
            for look in looks:
                if _decides(look, [test, *chosen]):
                    yield Hit(
                        look,
                        f"`{test.method}` is one-sided on the side that `{look.text}` shows: the data "
                        "choose the alternative that they are then tested for.",
                    )
                    break


_SIDES = ("greater", "less", "larger", "smaller")


def _decides(look: Value, chosen: list[Value]) -> bool:
    """Whether a comparison decides whether the test, or one of the sides, is taken."""
    taken, left = look.outcomes()
    return any(one.inside(place) for one in chosen for place in (*taken, *left))
