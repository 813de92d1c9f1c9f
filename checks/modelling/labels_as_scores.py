from collections.abc import Iterator

from groundrules import Call, Code, CodeRule, Hit, Severity, Trigger

_CLOSE = 5  # lines


class LabelsAsScores(CodeRule):
    """A metric of scores, such as the area under the ROC curve, is given predicted labels.

    Why: One threshold is judged then, not the ranking. For a logistic regression on rows of which
    10 % are positive, the AUC of its probabilities is 0.83 and that of its labels 0.57 (the
    standard's `recompute` block).

    Bad:
        ```python
        import numpy as np
        from sklearn.linear_model import LogisticRegression
        from sklearn.metrics import roc_auc_score

        rng = np.random.default_rng(0)
        X, y = rng.normal(size=(100, 3)), rng.integers(0, 2, 100)
        model = LogisticRegression().fit(X[:50], y[:50])
        print(roc_auc_score(y[50:], model.predict(X[50:])))
        ```
    Good:
        ```python
        import numpy as np
        from sklearn.linear_model import LogisticRegression
        from sklearn.metrics import roc_auc_score

        rng = np.random.default_rng(0)
        X, y = rng.normal(size=(100, 3)), rng.integers(0, 2, 100)
        model = LogisticRegression().fit(X[:50], y[:50])
        print(roc_auc_score(y[50:], model.predict_proba(X[50:])[:, 1]))
        ```
    """

    code = "MOD012"
    name = "labels-as-scores"
    severity = Severity.WARNING
    standard = "modelling/ranking_metrics"
    mend = "Pass predict_proba(X)[:, 1] or decision_function(X)."
    triggers = (Trigger(any_meaning=("score_metric",)), Trigger(any_word=("predict",)))

    def check(self, code: Code) -> Iterator[Hit]:
        metrics = code.calls("score_metric")
        given = {metric: code.models.labels_given(metric) for metric in metrics}
        right = [metric for metric in metrics if not given[metric]]
        for metric in metrics:
            if any(_are_compared(metric, other) for other in right):
                continue
            for labels in given[metric]:
                yield Hit(
                    metric,
                    f"`{metric.method}` is given `{labels.short}`, predicted labels, where it needs "
                    "scores: it judges one threshold, not the ranking.",
                )
                break


def _are_compared(metric: Call, other: Call) -> bool:
    """Whether the scores are judged too, close by: what labels lose is shown."""
    true, same = metric.argument(0, "y_true"), other.argument(0, "y_true")
    return (
        metric.method == other.method
        and true is not None
        and same is not None
        and true.text == same.text
        and abs(metric.span.line - other.span.line) <= _CLOSE
    )
