import re
from collections.abc import Iterator

from groundrules import Call, Code, CodeRule, Hit, Severity, Trigger, Value

_OTHERS = (
    "f1_score", "f1-score", "f1_macro", "'f1'", '"f1"', "precision", "recall", "roc_", "auc", "balanced_accuracy",
    "confusion", "crosstab", "classification_report", "log_loss", "brier", "matthews", "kappa", "sensitivity", "fbeta",
    "specificity", "jaccard_score", "geometric_mean_score",
)  # fmt: skip
_CLASSIFIER = re.compile(
    r"Classifier$|^LogisticRegression(?:CV)?$|^(?:Linear|Nu)?SVC$|NB$|DiscriminantAnalysis$"
)


class AccuracyOnly(CodeRule):
    """Accuracy is the only figure given for a classifier of classes that are visibly unequal in size.

    Why: Where 5 % are positive, a model that never says so is right in 95 % of cases and
    finds 0 of them (the standard's `recompute` block).

    Bad:
        ```python
        from sklearn.datasets import make_classification
        from sklearn.linear_model import LogisticRegression
        from sklearn.metrics import accuracy_score

        X, y = make_classification(1000, weights=[0.95], random_state=0)
        model = LogisticRegression().fit(X[:800], y[:800])
        print(accuracy_score(y[800:], model.predict(X[800:])))
        ```
    Good:
        ```python
        from sklearn.datasets import make_classification
        from sklearn.linear_model import LogisticRegression
        from sklearn.metrics import average_precision_score

        X, y = make_classification(1000, weights=[0.95], random_state=0)
        model = LogisticRegression().fit(X[:800], y[:800])
        print(average_precision_score(y[800:], model.predict_proba(X[800:])[:, 1]))
        ```
    """

    code = "REP007"
    name = "accuracy-only"
    severity = Severity.WARNING
    standard = "reporting/imbalance"
    mend = "Report precision and recall, or the area under their curve, beside it."
    triggers = (
        Trigger(
            any_pattern=(r"\baccuracy_score\b|\bcross_val|\.\s*score\s*\(|['\"]accuracy['\"]",)
        ),
        Trigger(
            any_pattern=(
                r"\bweights\s*=|\bclass_weight\s*=|\bscale_pos_weight\b|\bimblearn\b|\bis_unbalance\b",
                r"\b(?:nan)?(?:quantile|percentile|binomial|choices?|concat|concatenate|hstack|append|repeat|array)\s*\(",
                r"\]\s*\*\s*\d|\d\s*\*\s*\[",
            )
        ),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        if code.mentions(*_OTHERS):
            return
        remedies = _remedies(code)
        for call in code.calls_named(
            "accuracy_score", "score", "cross_val_score", "cross_validate"
        ):
            around = call.function()
            if not _is_accuracy(call) or (
                around is not None and around.text.startswith("def score(")
            ):
                continue  # a model's own method
            rare = next((found for value in _labels(call) if (found := value.imbalance())), None)
            if rare is None and remedies:
                rare = remedies[0]
            if rare is not None:
                yield Hit(
                    call,
                    f"Accuracy is all that is reported, and the classes are unequal in size: `{_short(rare.text)}`.",
                )


def _is_accuracy(call: Call) -> bool:
    if call.method == "accuracy_score":
        return True
    scoring = call.argument(None, "scoring")
    model = call.receiver if call.method == "score" else call.argument(0, "estimator")
    if model is None or (scoring is not None and scoring.literal != "accuracy"):
        return False
    makers = [o for o in model.origins() if isinstance(o, Call) and _CLASSIFIER.search(o.method)]
    return bool(makers)


def _labels(call: Call) -> list[Value]:
    """Return what may hold the true classes: of two arrays of features and labels, the second."""
    place = 0 if call.method == "accuracy_score" else 2 if call.method.startswith("cross") else 1
    given = [call.argument(place, "y"), call.argument(None, "y_true")]
    return [value for value in given if value is not None]


def _remedies(code: Code) -> list[Call]:
    """Return what is done against unequal classes: so somebody saw that they are."""
    weighted = [
        call
        for call in code.calls_named("fit", *_classifiers(code))
        if (given := call.argument(None, "class_weight") or call.argument(None, "scale_pos_weight"))
        and not given.is_none
    ]
    return [*code.calls("rebalance"), *weighted]


def _classifiers(code: Code) -> tuple[str, ...]:
    return tuple({c.method for c in code.every_call() if _CLASSIFIER.search(c.method)})


def _short(text: str) -> str:
    return text if len(text) < 60 else f"{text[:57]}…"
