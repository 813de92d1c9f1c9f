from collections.abc import Iterator

from groundrules import Call, Code, CodeRule, Hit, Severity, Trigger, Value


class HalvedP(CodeRule):
    """A two-sided p-value is divided by two, and nobody looks at the sign.

    Why: Of the experiments without an effect that `p / 2 < 0.05` calls significant, 50 % have
    the wrong sign, and there are 10 % of them, not 5 % (the standard's `recompute` block).

    Bad:
        ```python
        import numpy as np
        from scipy.stats import ttest_ind

        rng = np.random.default_rng(0)
        control, treated = rng.normal(size=200), rng.normal(size=200)
        t, p = ttest_ind(treated, control, equal_var=False)
        print("one-sided p:", p / 2)
        ```
    Good:
        ```python
        import numpy as np
        from scipy.stats import ttest_ind

        rng = np.random.default_rng(0)
        control, treated = rng.normal(size=200), rng.normal(size=200)
        t, p = ttest_ind(treated, control, equal_var=False, alternative="greater")
        print("p of the plan's side:", p)
        ```
    """

    code = "EXP012"
    name = "halved-p"
    severity = Severity.WARNING
    standard = "experiments/sides"
    mend = "Pass the plan's side as `alternative=`; if there is none, leave p two-sided."
    triggers = (
        Trigger(any_meaning=("two_sample_test", "one_sample_test", "group_test")),
        Trigger(any_pattern=(r"/=?\s*2\b", r"\b0?\.5\b", r"\bdiv(?:ide)?\(")),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        told: set[Call] = set()
        for halving, halved in code.halves():
            tests = halved.p_tests("two_sample_test", "one_sample_test", "group_test")
            why = _wrong(code, tests[0], halving) if tests and not _to_a_score(halving) else None
            if why and tests[0] not in told:
                told.add(tests[0])
                yield Hit(
                    halving, f"`{halving.text}` halves the p-value of `{tests[0].method}`{why}"
                )


_SIDES = ("greater", "less", "larger", "smaller")
_BOTH_WAYS = (
    "f_oneway",
    "kruskal",
    "chi2_contingency",
    "friedmanchisquare",
    "alexandergovern",
    "anova",
)
_QUANTILES = ("ppf", "isf", "ndtri", "stdtrit", "ppnd", "qnorm", "erfinv", "erfcinv")


def _wrong(code: Code, test: Call, halving: Value) -> str | None:
    """Return what is wrong with halving the p-value of a test, if anything is."""
    side = test.argument(None, "alternative") or test.argument(None, "tail")
    if side is not None and side.literal in _SIDES:
        return ", which is one-sided already."
    if test.method in _BOTH_WAYS:
        return ", which has no sides to choose from."
    if side is not None and side.literal not in ("two-sided", "two.sided", None):
        return None
    function = halving.function()
    if any(look.function() == function for look in code.looks_at(test, own=True)):
        return None
    if any(test in list(sign.origins()) for sign in code.calls_named("sign", "copysign")):
        return None
    return " and nothing looks at the sign: an effect of the wrong sign counts as support."


def _to_a_score(halving: Value) -> bool:
    """Whether the half goes into a quantile function: p to z is arithmetic, not a one-sided test."""
    return any(halving.inside(call) for call in halving.code.calls_named(*_QUANTILES))
