import re
from collections.abc import Iterator

from groundrules import Code, CodeRule, Hit, Severity, Trigger

_SAID = re.compile(r"\bcv\b|cross.?val|internal|validation", re.I)


class BestScoreAsFinal(CodeRule):
    """`best_score_` of a search is the only figure, and nothing scores the chosen model.

    Why: It is the maximum over all candidates, and the best of many is partly the luckiest: of 100
    coin tosses for 100 rows, the best is right for 62 % of them, and for 50 % of new rows (the
    standard's `recompute` block).

    Bad:
        ```python
        import numpy as np
        from sklearn.model_selection import GridSearchCV
        from sklearn.neighbors import KNeighborsClassifier

        rng = np.random.default_rng(0)
        X, y = rng.normal(size=(100, 3)), rng.integers(0, 2, 100)
        search = GridSearchCV(KNeighborsClassifier(), {"n_neighbors": list(range(1, 30))})
        search.fit(X, y)
        print("accuracy", search.best_score_)
        ```
    Good:
        ```python
        import numpy as np
        from sklearn.model_selection import GridSearchCV, train_test_split
        from sklearn.neighbors import KNeighborsClassifier

        rng = np.random.default_rng(0)
        X, y = rng.normal(size=(100, 3)), rng.integers(0, 2, 100)
        X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
        search = GridSearchCV(KNeighborsClassifier(), {"n_neighbors": list(range(1, 30))})
        search.fit(X_train, y_train)
        print("best of the search", search.best_score_, "accuracy", search.score(X_test, y_test))
        ```
    """

    code = "MOD010"
    name = "best-score-as-final"
    severity = Severity.WARNING
    standard = "modelling/test_part"
    mend = (
        "Score the chosen model on a test part that the search has not seen, "
        "or nest the search in an outer cross-validation."
    )
    triggers = (Trigger(any_meaning=("search",)), Trigger(any_word=("best_score_",)))

    def check(self, code: Code) -> Iterator[Hit]:
        if code.calls("cross_validation"):  # an outer one
            return
        for value in code.models.best_scores():
            if any(_SAID.search(text) for _, text in value.statement().texts()):
                continue  # it is called what it is
            yield Hit(
                value,
                f"`{value.short}` is the maximum over all candidates, and the file scores the "
                "chosen model on no other rows: it is too good.",
            )
