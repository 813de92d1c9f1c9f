import re
from collections.abc import Iterator

from groundrules import Code, CodeRule, Hit, Severity, Trigger


class RatioMetricTest(CodeRule):
    """A plain test is run on a per-row ratio of two columns.

    Why: The mean of per-user ratios is another metric than the ratio of totals:
    in the standard's example users with few impressions click more often, and the
    two differ by 51 % (0.250 against 0.166; its `recompute` block). Rates by what a unit is (list
    size, area, a maximum) are left alone.

    Bad:
        ```python
        import numpy as np
        import pandas as pd
        from scipy.stats import ttest_ind

        rng = np.random.default_rng(0)
        df = pd.DataFrame({"variant": ["a", "b"] * 50, "sessions": rng.integers(1, 9, 100)})
        df["revenue"] = rng.exponential(size=100) * df["sessions"]
        df["revenue_per_session"] = df["revenue"] / df["sessions"]
        a, b = df[df["variant"] == "a"], df[df["variant"] == "b"]
        print(ttest_ind(a["revenue_per_session"], b["revenue_per_session"], equal_var=False))
        ```
    Good:
        ```python
        import numpy as np
        import pandas as pd
        import tea_tasting as tt

        rng = np.random.default_rng(0)
        df = pd.DataFrame({"variant": [0, 1] * 50, "sessions": rng.integers(1, 9, 100)})
        df["revenue"] = rng.exponential(size=100) * df["sessions"]
        experiment = tt.Experiment(revenue_per_session=tt.RatioOfMeans("revenue", "sessions"))
        print(experiment.analyze(df))
        ```
    """

    code = "EXP003"
    name = "ratio-metric-test"
    severity = Severity.ERROR
    standard = "experiments/ratio_metrics"
    mend = (
        "Test the ratio of means with the delta method "
        "(tea_tasting.RatioOfMeans) or a bootstrap over the randomised units."
    )
    triggers = (Trigger(any_meaning=("mean_test",)), Trigger(any_word=("/", "div")))

    def check(self, code: Code) -> Iterator[Hit]:
        if code.calls("ratio_remedy") or code.mentions(*_REMEDIES):
            return
        for test in code.calls("mean_test"):
            for argument in test.arguments[:2]:
                ratio = argument.row_ratio()
                if ratio and not _SIZES.search(ratio[2]):
                    column, top, bottom = ratio
                    yield Hit(
                        test,
                        f"`{test.method}` is given `{column}`, a per-row ratio of `{top}` to "
                        f"`{bottom}`: its mean is not the ratio of the totals.",
                    )
                    break


_REMEDIES = ("delta_method", "delta method", "lineari", "bootstrap", "fieller")
# What a unit is, not what it did: a rate by it describes each unit, as a body-mass index does.
_SIZES = re.compile(
    r"size|popul|area|sq_?(?:ft|m)|height|weight|distance|age\b|capacity|beds|length|volume|employees|household|"
    r"members|residents|max|possible|target|budget|income|gdp|baseline|before|prior|^(?:n|total|n_total)$",
    re.I,
)
