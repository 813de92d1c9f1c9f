from collections.abc import Iterator

from groundrules import SPLITS, Code, CodeRule, Hit, Severity, Trigger


class ResampleBeforeSplit(CodeRule):
    """Rows are over- or undersampled, and split into train and test or folds afterwards.

    Why: Copies and blends of one row fall on both sides. On pure noise with 5 % positives,
    a nearest-neighbour classifier then recalls 100 % of the test part's positives; with the
    training part alone oversampled it is 5 % (the standard's `recompute` block).

    Bad:
        ```python
        import numpy as np
        import pandas as pd
        from sklearn.model_selection import train_test_split
        from sklearn.utils import resample

        df = pd.DataFrame({"x": np.arange(100.0), "fraud": [1] * 5 + [0] * 95})
        more = resample(df[df["fraud"] == 1], n_samples=95, random_state=0)
        balanced = pd.concat([df[df["fraud"] == 0], more])
        train, test = train_test_split(balanced, random_state=0)
        ```
    Good:
        ```python
        import numpy as np
        import pandas as pd
        from sklearn.model_selection import train_test_split
        from sklearn.utils import resample

        df = pd.DataFrame({"x": np.arange(100.0), "fraud": [1] * 5 + [0] * 95})
        train, test = train_test_split(df, stratify=df["fraud"], random_state=0)
        more = resample(train[train["fraud"] == 1], n_samples=70, random_state=0)
        train = pd.concat([train[train["fraud"] == 0], more])
        ```
    """

    code = "MOD004"
    name = "resample-before-split"
    severity = Severity.ERROR
    standard = "modelling/resampling"
    mend = (
        "Split first and resample the training part alone; for cross-validation, "
        "put the sampler into imblearn's Pipeline."
    )
    triggers = (
        *SPLITS,
        Trigger(
            any_meaning=("sampler", "under_sampler", "row_resample"),
            any_word=("replace=True", "replace = True"),
        ),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        for leak in code.models.leaks("sampler", "under_sampler"):
            copies = "copies of one row fall on both sides"
            if leak.kind == "under_sampler":
                copies = "the test part is no longer a sample of the population"
            yield Hit(
                leak,
                f"`{leak.learner}` resamples `{leak.data.short}`, which `{leak.split.title}` then cuts "
                f"as `{leak.through.short}`: {copies}.",
            )
