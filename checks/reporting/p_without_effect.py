from collections.abc import Iterator

from groundrules import Call, Code, CodeRule, Hit, Severity, Trigger

_PRINTERS = ("builtins.print", "<global>.print", "<global>.display", "IPython.display.display")
_EFFECT_WORDS = (
    "mean", "diff", "effect", "lift", "uplift", "delta", "cohen", "interval", "ci", "confint",
    "conf_int", "median", "ratio", "odds", "rate", "average", "avg", "conversion", "describe",
    "corr", "slope", "coef", "summary", "hedges", "statistic", "boxplot", "barplot", "hist",
)  # fmt: skip


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
    triggers = (Trigger(any_meaning=("two_sample_test",)), Trigger(any_word=("print", "display")))

    def check(self, code: Code) -> Iterator[Hit]:
        for call in code.calls_named("print", "display"):
            if call.callee not in _PRINTERS and not (call.method == "print" and not call.receiver):
                continue
            for argument in call.arguments:
                tests = argument.p_tests("two_sample_test")
                if tests and not _effect_near(code, tests[0], call):
                    yield Hit(
                        call,
                        f"The p-value of `{tests[0].method}` is reported, and no difference, ratio "
                        "or interval of the same samples near it.",
                    )
                    break


def _effect_near(code: Code, test: Call, printed: Call) -> bool:
    """Whether an effect is computed or shown in the same function, or in the cells around."""
    function = printed.function()
    if function is not None:
        text = function.text
    else:
        first = min(test.span.line, printed.span.line)
        text = _around(code, first, printed.span.line)
    words = "".join(c if c.isalnum() else " " for c in text.lower()).split()
    pieces = {piece for word in words for piece in (word, *word.split("_"))}
    # A test's own name or its `p_mean` variable says nothing, but silence is the safer error.
    return (
        any(
            any(piece.startswith(word) for word in _EFFECT_WORDS if len(word) > 2)
            for piece in pieces
        )
        or "ci" in pieces
    )


def _around(code: Code, first: int, last: int) -> str:
    """Return the text from two cells before to two after; in a script, 25 lines each way."""
    return code.lines_around(first, last, cells=2, lines=25)
