"""Who will cancel: a shallow tree that people can read, beside the rate of all, with a threshold from costs."""

import numpy as np
from sklearn.compose import ColumnTransformer
from sklearn.metrics import brier_score_loss, log_loss
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder
from sklearn.tree import DecisionTreeClassifier, export_text

from evaluate import importance, interval, verdict
from parts import OUTCOME, refuse_leaks

__all__ = ["FEATURES", "MARGIN", "OUTCOME", "fit", "judge", "score"]

NUMBERS = ["minutes", "active_days", "sessions", "failed_payments"]
FEATURES = [*NUMBERS, "platform"]
TARGET = "cancelled"
MARGIN = 0.10  # of the Brier score, as brief.md says
COST, WORTH = (
    2.0,
    10.0,
)  # EUR: of an offer, and what an offer to somebody about to cancel saves on average
THRESHOLD = COST / WORTH  # an offer pays above this chance


def fit(train):
    """Return the pipeline, fitted on the training part alone; raise LeakError for a feature that is too good."""
    refuse_leaks(train[FEATURES], train[TARGET])
    return grow(train)


def grow(train):
    """Return the tree of a training part: at most four leaves, each of at least 40 users."""
    columns = ColumnTransformer(
        [("platform", OneHotEncoder(handle_unknown="error"), ["platform"])],
        remainder="passthrough",
        verbose_feature_names_out=False,
    )
    tree = DecisionTreeClassifier(
        max_leaf_nodes=4, min_samples_leaf=40, criterion="log_loss", random_state=1
    )
    return make_pipeline(columns, tree).fit(train[FEATURES], train[TARGET])


def score(model, users):
    """Return each user's chance to cancel."""
    return model.predict_proba(users[FEATURES])[:, 1]


def rules(model):
    """Return the tree in words."""
    names = list(model[0].get_feature_names_out())
    return export_text(model[-1], feature_names=names, show_weights=False)


def first_split(model):
    """Return (feature, threshold) of the root; (None, NaN) of a tree without a split."""
    tree = model[-1].tree_
    if tree.feature[0] < 0:
        return None, float("nan")
    return model[0].get_feature_names_out()[tree.feature[0]], float(tree.threshold[0])


def split_interval(train, draws=200):
    """Return (low, high) of the root's threshold, where users are drawn again and the root stays a cut of it."""
    rng = np.random.default_rng(1)
    name, _ = first_split(grow(train))
    drawn = [
        first_split(grow(train.iloc[rng.integers(0, len(train), len(train))])) for _ in range(draws)
    ]
    return tuple(np.quantile([cut for one, cut in drawn if one == name], [0.025, 0.975]))


def gain(chance, cancelled):
    """Return EUR a user that offers above the threshold bring, against no offers."""
    offered = chance > THRESHOLD
    return offered * (WORTH * cancelled - COST)


def reliability(cancelled, chance):
    """Return by leaf: users, the chance that it says, and the share that cancelled, with its interval."""
    rows = []
    for said in np.unique(chance):
        own = cancelled[chance == said]
        seen = interval(lambda at, own=own: own[at].mean(), len(own))
        rows.append({"said": float(said), "users": len(own), "cancelled": seen["value"],
                     "low": seen["low"], "high": seen["high"]})  # fmt: skip
    return rows


def by_platform(test, cancelled, chance):
    """Return users, Brier score and bias of each platform."""
    rows = []
    for name, at in test.groupby("platform").indices.items():
        off = interval(lambda one, at=at: (chance[at] - cancelled[at])[one].mean(), len(at))
        rows.append({"platform": name, "users": len(at), "Brier": float(np.mean((chance[at] - cancelled[at]) ** 2)),
                     "bias": off["value"], "low": off["low"], "high": off["high"]})  # fmt: skip
    return rows


def judge(model, train, test):
    """Return what the test part says: metrics with intervals, reliability, costs, importance, and the verdict."""
    cancelled, chance = test[TARGET].to_numpy(), score(model, test)
    rate = float(train[TARGET].mean())
    losses, plain = (chance - cancelled) ** 2, (rate - cancelled) ** 2
    skill = interval(lambda at: 1 - losses[at].mean() / plain[at].mean(), len(test))
    bias = interval(lambda at: (chance - cancelled)[at].mean(), len(test))
    logs = interval(lambda at: log_loss(cancelled[at], chance[at], labels=[0, 1]), len(test))
    own, everybody = gain(chance, cancelled), WORTH * cancelled - COST
    said = verdict(skill, MARGIN)
    shifted = not bias["low"] < 0 < bias["high"]
    return {
        "model": f"Decision tree of {model[-1].get_n_leaves()} leaves on the first seven days.",
        "verdict": (
            f"**{said.capitalize()} than the rate of all ({rate:.1%}) by the margin of {MARGIN:.0%}**: the Brier score "
            f"is {skill['value']:.1%} lower (95 % interval {skill['low']:.1%} to {skill['high']:.1%}), on {len(test)} "
            f"users who signed up after training."
            + (" **The level has shifted**: chances are off on average. Do not use it." if shifted else "")
        ),
        "better": said,
        "shifted": shifted,
        "rules": rules(model),
        "data": f"{len(train)} users for training, {len(test)} later ones for the test; synthetic.",
        "metrics": [
            {"metric": "Brier score", **interval(lambda at: brier_score_loss(cancelled[at], chance[at]), len(test))},
            {"metric": "Brier score lower than the rate of all", **skill},
            {"metric": "log loss", **logs},
            {"metric": "bias, said less cancelled", **bias},
            {"metric": f"EUR a user, offers above {THRESHOLD:.0%}", **interval(lambda at: own[at].mean(), len(test))},
            {"metric": "EUR a user, offers to everybody", **interval(lambda at: everybody[at].mean(), len(test))},
            {"metric": "EUR a user more than the better of all and none",
             **interval(lambda at: own[at].mean() - max(everybody[at].mean(), 0), len(test))},
        ],
        "tables": {
            "Reliability by leaf": reliability(cancelled, chance),
            "By platform": by_platform(test, cancelled, chance),
            "Importance: squared error added by shuffling": importance(
                lambda one, x, y: (y.to_numpy() - one.predict_proba(x)[:, 1]) ** 2,
                model, test[FEATURES], test[TARGET],
            ),
        },
        "limits": [
            "Who will cancel is not who can be kept: what an offer saves was assumed, not measured. Randomise it.",
            "A tree has few leaves: users near a threshold change leaf by chance.",
            "Intervals are of users like those of the test; they hold no other season and no other market.",
        ],
    }  # fmt: skip
