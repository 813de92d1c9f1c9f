from collections.abc import Iterator

from groundrules import Code, CodeRule, Hit, Severity, Trigger


class PeekingLoop(CodeRule):
    """A loop stops as soon as p < alpha, while its sample grows.

    Why: Looking after each of 14 equal days and stopping at the first p < 0.05
    finds an effect that is not there in 22 % of A/A tests, not 5 % (the
    standard's `recompute` block simulates it).

    Bad:
        ```python
        import numpy as np
        import pandas as pd
        from scipy.stats import ttest_ind

        rng = np.random.default_rng(0)
        df = pd.DataFrame({"day": np.repeat(range(14), 20), "variant": ["a", "b"] * 140})
        df["revenue"] = rng.exponential(size=280)
        for day in range(1, 14):
            sample = df[df.day <= day]
            a, b = sample[sample.variant == "a"], sample[sample.variant == "b"]
            if ttest_ind(a.revenue, b.revenue, equal_var=False).pvalue < 0.05:
                print("stop at day", day)
                break
        ```
    Good:
        ```python
        import numpy as np
        import pandas as pd
        from scipy.stats import ttest_ind

        rng = np.random.default_rng(0)
        df = pd.DataFrame({"day": np.repeat(range(14), 20), "variant": ["a", "b"] * 140})
        df["revenue"] = rng.exponential(size=280)
        horizon = 13
        sample = df[df.day <= horizon]
        a, b = sample[sample.variant == "a"], sample[sample.variant == "b"]
        result = ttest_ind(a.revenue, b.revenue, equal_var=False)
        print(b.revenue.mean() - a.revenue.mean(), result.confidence_interval())
        ```
    """

    code = "EXP002"
    name = "peeking-loop"
    severity = Severity.ERROR
    standard = "experiments/stopping"
    exercise = "01_peeking"
    mend = (
        "Test once, at the horizon of the plan; to look earlier, "
        "use a sequential design that the plan names."
    )
    triggers = (Trigger(any_meaning=("two_sample_test",)), Trigger(any_word=("for", "while")))

    def check(self, code: Code) -> Iterator[Hit]:
        for threshold in code.thresholds():
            for test in threshold.p_tests("two_sample_test"):
                loops = test.enclosing_loops()
                if any(test.draws_in(loop) for loop in loops):
                    continue  # a simulation: the error rate is its subject
                for loop in loops:
                    sample = test.grows_in(loop)
                    if sample and threshold.decides(loop):
                        yield Hit(
                            threshold.at,
                            f"The loop decides when `{threshold.tested.text}` falls below "
                            f"{threshold.level.text} while `{sample}` grows: each look is one more "
                            "chance of a false alarm.",
                        )
                        break
