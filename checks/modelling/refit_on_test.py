import re
from collections.abc import Iterator

from groundrules import SPLITS, Code, CodeRule, Hit, Severity, Trigger

_KINDS = (
    "transformer", "selector", "target_encoder", "category_encoder", "label_encoder", "imputed",
    "scaled", "sampler", "under_sampler",
)  # fmt: skip
_IMAGE = re.compile(r"rgb|img|image|pixel", re.I)


class RefitOnTest(CodeRule):
    """A transformer is fitted anew on the test part, or gaps there are filled with its own mean.

    Why: The model was trained on another scale, and a shift between the parts is scaled away. Where
    the test part is taller by one standard deviation, a threshold of height is right for 66 % of it
    with a scaler that is fitted anew, and for 100 % with the scaler of the training part (the
    standard's `recompute` block).

    Bad:
        ```python
        import numpy as np
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import train_test_split
        from sklearn.preprocessing import StandardScaler

        rng = np.random.default_rng(0)
        X, y = rng.normal(size=(100, 3)), rng.integers(0, 2, 100)
        X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
        scaler = StandardScaler()
        model = LogisticRegression().fit(scaler.fit_transform(X_train), y_train)
        print(model.score(scaler.fit_transform(X_test), y_test))
        ```
    Good:
        ```python
        import numpy as np
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import train_test_split
        from sklearn.preprocessing import StandardScaler

        rng = np.random.default_rng(0)
        X, y = rng.normal(size=(100, 3)), rng.integers(0, 2, 100)
        X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
        scaler = StandardScaler()
        model = LogisticRegression().fit(scaler.fit_transform(X_train), y_train)
        print(model.score(scaler.transform(X_test), y_test))
        ```
    """

    code = "MOD005"
    name = "refit-on-test"
    severity = Severity.ERROR
    standard = "modelling/test_part"
    mend = "Fit on the training part only; call transform, or fill with the training figure, on the test part."
    triggers = (
        *SPLITS,
        Trigger(
            any_meaning=(
                "transformer", "selector", "target_encoder", "category_encoder", "label_encoder",
                "sampler", "under_sampler", "transformer_function",
            ),
            any_word=("fillna", "std(", "fill_null", ".score(", "predict"),
        ),
    )  # fmt: skip

    def check(self, code: Code) -> Iterator[Hit]:
        for part in ("test", "validation"):
            for lesson in code.models.learned_from(part, *_KINDS):
                if lesson.kind == "scaled" and _IMAGE.search(lesson.data.text):
                    continue  # made ready to be shown
                what = f"`{lesson.learner}` is fitted on"
                if lesson.kind == "imputed":
                    what = f"Gaps are filled with the {lesson.learner} of"
                elif lesson.kind == "scaled":
                    what = f"Rows are scaled by the {lesson.learner} of"
                yield Hit(
                    lesson,
                    f"{what} `{lesson.data.short}`, a {part} part: the model was trained on "
                    "rows that were treated by other figures.",
                )
        for score in code.models.scores():
            for fit in score.prediction.fitted_on_test:
                yield Hit(
                    fit,
                    f"`{score.prediction.model.short}` is fitted on `{score.prediction.rows.short}`, the "
                    f"test part, and `{score.metric}` judges it there.",
                )
