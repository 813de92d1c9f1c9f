from collections.abc import Iterator

from groundrules import Call, Code, CodeRule, Hit, Sample, Severity, Trigger, Value

# Words of which a file that sums up arms, without a test, has one: most files with a groupby have none.
_SAID = ("variant", "treatment", "exposure", "ab_test", "abtest")


class PostExposureFilter(CodeRule):
    """Arms are compared among the rows that a variable picks which was measured after exposure.

    Only for the columns that the configuration lists as `post-exposure`.

    Why: A treatment that makes 10 % more visitors buy, the new ones half as much as the others,
    earns 5 % more, and shows 4.5 % less revenue a buyer (the standard's `recompute` block).

    Bad:
        ```python
        # config: post-exposure = ["bought"]
        import numpy as np
        import pandas as pd
        from scipy.stats import ttest_ind

        rng = np.random.default_rng(0)
        users = pd.DataFrame({"arm": rng.choice(["a", "b"], 500), "revenue": rng.gamma(2, size=500)})
        users["bought"] = rng.random(500) < 0.5
        buyers = users[users["bought"]]
        print(ttest_ind(buyers[buyers.arm == "a"].revenue, buyers[buyers.arm == "b"].revenue, equal_var=False))
        ```
    Good:
        ```python
        # config: post-exposure = ["bought"]
        import numpy as np
        import pandas as pd
        from scipy.stats import ttest_ind

        rng = np.random.default_rng(0)
        users = pd.DataFrame({"arm": rng.choice(["a", "b"], 500), "revenue": rng.gamma(2, size=500)})
        users["bought"] = rng.random(500) < 0.5
        print(ttest_ind(users[users.arm == "a"].revenue, users[users.arm == "b"].revenue, equal_var=False))
        ```
    """

    code = "EXP006"
    name = "post-exposure-filter"
    severity = Severity.ERROR
    standard = "experiments/exposure"
    mend = "Compare all exposed units; split only by what was known before exposure."
    needs = ("post-exposure",)
    triggers = (
        Trigger(any_meaning=("two_sample_test", "group_test"), any_word=("groupby", "group_by")),
        Trigger(any_meaning=("two_sample_test", "group_test"), any_word=_SAID),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        after = code.settings.get("post-exposure")
        if not isinstance(after, list):
            return
        seen: set[Value] = set()
        for compared in _compared(code):
            for condition in compared.conditions:
                if condition.column in after and condition.at not in seen:
                    seen.add(condition.at)
                    yield Hit(
                        condition.at,
                        f"The arms are compared where `{condition.text}`, and `{condition.column}` is "
                        "measured after exposure: the treatment may choose who is left.",
                    )


def _compared(code: Code) -> Iterator[Sample]:
    """Yield the samples of tests, and the frames that are summed up by arm."""
    for test in code.tests("two_sample_test", "group_test"):
        for sample in test.samples:
            yield sample
            if isinstance(sample.source, Call) and sample.source.method == "crosstab":
                yield from (code.sample(argument) for argument in sample.source.arguments[:2])
    variant = code.settings.get("variant")
    if not variant or not code.mentions(*_SAID):
        return
    for call in code.calls_named("groupby", "group_by", "groupBy"):
        keys = call.argument(0, "by")
        if (
            keys
            and call.receiver
            and variant in (keys.literal, *(part.literal for part in keys.elements()))
        ):
            yield code.sample(call.receiver)
