from collections.abc import Iterator

from groundrules import SPLITS, Code, CodeRule, Hit, Prediction, Score, Severity, Trigger, Value


class ReuseOfTest(CodeRule):
    """The best of several models is chosen by its score on the test part, and no other part is left.

    Why: The best of many is partly the luckiest. Of 100 coin tosses for 100 test rows, the best is
    right for 62 % of them, and for 50 % of new rows (the standard's `recompute` block).

    Bad:
        ```python
        import numpy as np
        from sklearn.model_selection import train_test_split
        from sklearn.neighbors import KNeighborsClassifier

        rng = np.random.default_rng(0)
        X, y = rng.normal(size=(200, 3)), rng.integers(0, 2, 200)
        X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
        scores = {}
        for k in range(1, 30):
            scores[k] = KNeighborsClassifier(k).fit(X_train, y_train).score(X_test, y_test)
        best = max(scores, key=scores.get)
        print(best, scores[best])
        ```
    Good:
        ```python
        import numpy as np
        from sklearn.model_selection import GridSearchCV, train_test_split
        from sklearn.neighbors import KNeighborsClassifier

        rng = np.random.default_rng(0)
        X, y = rng.normal(size=(200, 3)), rng.integers(0, 2, 200)
        X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
        search = GridSearchCV(KNeighborsClassifier(), {"n_neighbors": list(range(1, 30))})
        print(search.fit(X_train, y_train).score(X_test, y_test))
        ```
    """

    code = "MOD008"
    name = "test-reuse"
    severity = Severity.WARNING
    standard = "modelling/test_part"
    mend = "Choose by cross-validation or on a validation part; score the chosen model once on the test part."
    triggers = (
        *SPLITS,
        Trigger(any_word=(".score(", "predict", "evaluate(")),
        Trigger(
            any_word=(
                "max(", "min(", "sort", "nlargest", "nsmallest", "if ", "early_stopping", "EarlyStopping",
                "ModelCheckpoint",
            )
        ),
    )  # fmt: skip

    def check(self, code: Code) -> Iterator[Hit]:
        tested = [s for s in code.models.scores() if _on_test_part(s.prediction)]
        if not tested:
            return
        seen: set[Value] = set()
        for score in tested:
            if score in seen or _judged_elsewhere(code, score.prediction):
                continue
            if (pick := _best_of_several(score)) is not None:
                seen.add(score)
                yield Hit(
                    score,
                    f"The best of several models is picked by `{score.metric}` on the test part "
                    f"`{score.prediction.rows.short}` (`{pick.short}`): its figure is too good.",
                )
            for fit in score.prediction.stopped_by:
                if fit not in seen:
                    seen.add(fit)
                    yield Hit(
                        fit,
                        f"Training stops by `{score.prediction.rows.short}`, the test part, "
                        f"and `{score.metric}` is computed on it: its figure is too good.",
                    )


def _on_test_part(prediction: Prediction) -> bool:
    splits = prediction.splits
    return prediction.standing == "test" and all(split.kind != "folds" for split in splits)


def _judged_elsewhere(code: Code, prediction: Prediction) -> bool:
    """Whether models also predict rows that are no part of this split: then this part validates."""
    mine = prediction.splits
    return any(
        not other.on_training_rows and not set(mine) & set(other.sources)
        for other in (*code.models.predictions(), *(s.prediction for s in code.models.scores()))
        if other.standing != "train"
    )


def _best_of_several(score: Score) -> Value | None:
    """Return where the best is picked, if a loop makes several to pick from."""
    if not any(score.varies_in(loop) for loop in score.enclosing_loops()):
        return None
    return score.chosen()
