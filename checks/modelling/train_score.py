import re
from collections.abc import Iterator

from groundrules import Code, CodeRule, Hit, Score, Severity, Trigger

_SAID = re.compile(r"train|in.?sample|fit|resubstitution|apparent", re.I)
_DRAWS = re.compile(r"\.rvs\(|\brandom\.|\brng\.|\bmake_\w+\(")


class TrainScore(CodeRule):
    """The rows that a model was fitted on are the only ones that it is scored on.

    Left alone where any other rows are scored or predicted in the file, where the output says
    that the figure is of the training rows, and for the R² of linear models outside a split:
    there it describes rather than promises.

    Off by default: what a model can do at all is often shown on its own rows, on purpose.

    Why: A decision tree that is asked for the rows of its training scores 100 % on pure noise,
    and 50 % on new rows (the standard's `recompute` block).

    Bad:
        ```python
        import numpy as np
        from sklearn.metrics import accuracy_score
        from sklearn.tree import DecisionTreeClassifier

        rng = np.random.default_rng(0)
        X, y = rng.normal(size=(100, 3)), rng.integers(0, 2, 100)
        model = DecisionTreeClassifier().fit(X, y)
        print("accuracy", accuracy_score(y, model.predict(X)))
        ```
    Good:
        ```python
        import numpy as np
        from sklearn.metrics import accuracy_score
        from sklearn.model_selection import train_test_split
        from sklearn.tree import DecisionTreeClassifier

        rng = np.random.default_rng(0)
        X, y = rng.normal(size=(100, 3)), rng.integers(0, 2, 100)
        X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
        model = DecisionTreeClassifier().fit(X_train, y_train)
        print("accuracy", accuracy_score(y_test, model.predict(X_test)))
        ```
    """

    code = "MOD009"
    name = "train-score"
    severity = Severity.INFO
    standard = "modelling/test_part"
    mend = "Score rows that the model has not seen: a test part, or cross-validation."
    triggers = (
        Trigger(any_meaning=("classifier", "regressor", "network")),
        Trigger(any_word=(".score(", "predict", "evaluate(")),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        scores = code.models.scores()
        own = [score for score in scores if score.prediction.on_training_rows]
        if not own or any(not p.on_training_rows for p in code.models.predictions()):
            return
        if len(own) < len(scores) or any(not split.has_parts for split in code.models.splits()):
            return
        split = bool(code.models.splits())
        for score in own:
            if (split or not _describes(score)) and not (_says_so(score) or _simulates(score)):
                yield Hit(
                    score,
                    f"`{score.metric}` is computed on `{score.prediction.rows.short}`, the rows that "
                    f"`{score.prediction.model.short}` was fitted on, and no other rows are scored.",
                )


def _describes(score: Score) -> bool:
    """Whether it is the fit of a linear model, which is read as a description."""
    return "linear_model" in score.prediction.kinds or "clusterer" in score.prediction.kinds


def _simulates(score: Score) -> bool:
    """Whether the function around it draws its own rows: what is asked is what the model can do."""
    around = score.function()
    return around is not None and bool(_DRAWS.search(around.text))


def _says_so(score: Score) -> bool:
    """Whether the name or the text beside the figure says that it is of the training rows."""
    names = score.assigned_to() | score.prediction.assigned_to()
    return any(
        _SAID.search(word) for word in (*names, *(text for _, text in score.statement().texts()))
    )
