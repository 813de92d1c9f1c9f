from collections.abc import Iterator

from groundrules import Call, Code, CodeRule, Hit, Loop, Severity, Trigger


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
        for comparison in code.comparisons():
            sides = comparison.threshold()
            if sides is None or not comparison.ends_loop():
                continue
            tested, level = sides
            for test in tested.p_tests("two_sample_test"):
                for loop in test.enclosing_loops():
                    around = loop.contains(comparison) or loop.condition == comparison
                    if around and (sample := _growing(test, loop)):
                        yield Hit(
                            comparison,
                            f"The loop ends when `{tested.text}` falls below {level.text} while "
                            f"`{sample}` grows: each look is one more chance of a false alarm.",
                        )
                        break


def _growing(test: Call, loop: Loop) -> str | None:
    """Return what grows from round to round and is tested, if anything does."""
    for argument in test.arguments:
        for origin in argument.origins():
            if not loop.contains(origin):
                continue
            sides = origin.comparison()
            if sides and sides[1] in ("<", "<=", ">", ">="):
                low, high = (sides[0], sides[2]) if sides[1][0] == "<" else (sides[2], sides[0])
                if high.text in loop.targets and low.text not in loop.targets:
                    return argument.text
            if _slice_to(origin.text, loop) or origin.text in _grown(test.code, loop):
                return argument.text
    return None


def _slice_to(text: str, loop: Loop) -> bool:
    """Whether it is `x[:n]` with a loop variable: a prefix that grows."""
    inside = text.rpartition("[")[2].rstrip("]")
    start, colon, stop = inside.partition(":")
    return bool(colon) and start.strip() in ("", "0") and stop.strip() in loop.targets


_ADDS = ("append", "extend")
_JOINS = ("concat", "concatenate", "append", "hstack", "vstack")


def _grown(code: Code, loop: Loop) -> set[str]:
    """Return the names of lists and frames that the loop adds to."""
    names: set[str] = set()
    for call in code.calls_named(*_ADDS, *_JOINS):
        if not loop.contains(call):
            continue
        if call.method in _ADDS and call.receiver is not None:
            names.add(call.receiver.text)
        if call.method in _JOINS:
            target, equals, rest = call.statement().text.partition("=")
            if equals and target.strip() and target.strip() in rest:
                names.add(target.strip())
    return names
