"""Who will cancel: a shallow tree that people can read, beside the rate of all, with a threshold from costs."""

import numpy as np
from sklearn.compose import ColumnTransformer
from sklearn.metrics import log_loss
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder
from sklearn.tree import DecisionTreeClassifier

from decide import agrees, all_agree, answer, beats
from evaluate import by_group, importance, interval, mean_interval, shares, together
from parts import OUTCOME, PartsError, refuse_leaks

__all__ = ["FEATURES", "MARGIN", "OUTCOME", "TARGET", "fit", "judge", "score"]

NUMBERS = ["minutes", "active_days", "sessions", "failed_payments"]
FEATURES = [*NUMBERS, "platform"]
TARGET = "cancelled"
MARGIN = 0.10  # of the Brier score, as brief.md says
COST = 2.0  # EUR, of an offer
WORTH = 10.0  # EUR, what an offer to somebody about to cancel saves on average
THRESHOLD = COST / WORTH  # an offer pays above this chance
UNITS = {"users": "count", "said": "percent", "cancelled": "percent", "low": "percent", "high": "percent",
         "bias": "percent", "bias, low": "percent", "bias, high": "percent", "Brier score": "of 1"}  # fmt: skip


def fit(train):
    """Return the pipeline, fitted on the training part alone; raise LeakError for a feature that is too good."""
    refuse_leaks(train[FEATURES], train[TARGET])
    return grow(train)


def grow(train):
    """Return the tree of a training part: at most four leaves, each of at least 40 users of the half that cuts.

    The chances are those of the other half. The cuts were sought where shares differ most, also by chance, so the
    half that found them says too much; of the other, a cut that is noise says nothing false. S. Athey and G. Imbens
    call such a tree honest: https://arxiv.org/abs/1504.01132
    """
    cuts, others = halves(train)
    columns = ColumnTransformer(
        [("platform", OneHotEncoder(handle_unknown="error"), ["platform"])],
        remainder="passthrough",
        verbose_feature_names_out=False,
    )
    tree = DecisionTreeClassifier(
        max_leaf_nodes=4, min_samples_leaf=40, criterion="log_loss", random_state=1
    )
    columns.fit(train[FEATURES])  # a platform that only one half has is known to both
    tree.fit(columns.transform(cuts[FEATURES]), cuts[TARGET])
    model = make_pipeline(columns, tree)
    places = leaves(model, others)
    for leaf, who in rules(model).items():
        flags = others[TARGET].to_numpy()[places == leaf]
        if not len(flags):
            raise PartsError(f"nobody is left to say the chance of {who}: too few users")
        share = flags.mean()
        tree.tree_.value[leaf, 0] = [1 - share, share]
    return model


def halves(train):
    """Return every second user in the order of sign-up, and the others: both halves are of the same months."""
    ordered = train.sort_values("signed_up", kind="stable")
    return ordered.iloc[::2], ordered.iloc[1::2]


def leaves(model, users):
    """Return the number of each user's leaf."""
    return model[-1].apply(model[0].transform(users[FEATURES]))


def score(model, users):
    """Return each user's chance to cancel."""
    return model.predict_proba(users[FEATURES])[:, 1]


def rules(model):
    """Return {number of a leaf: who is in it}, in words."""
    tree, names = model[-1].tree_, model[0].get_feature_names_out()

    def walk(node, path):
        if tree.feature[node] < 0:
            yield node, " and ".join(path) or "everybody"
            return
        name, cut = names[tree.feature[node]], tree.threshold[node]
        yield from walk(tree.children_left[node], [*path, _side(name, cut, True)])
        yield from walk(tree.children_right[node], [*path, _side(name, cut, False)])

    return dict(walk(0, []))


def _side(name, cut, below):
    if name.startswith("platform_"):  # 0 or 1
        return f"{'not ' if below else ''}on {name.removeprefix('platform_')}"
    return f"{name} {'≤' if below else '>'} {cut:.4g}"


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


def reliability(model, train, test):
    """Return by leaf who is in it, the chance it says, and the share who cancelled; all intervals hold at once."""
    _, others = halves(train)
    before, later = leaves(model, others), leaves(model, test)
    named, chance = rules(model), score(model, test)
    order = sorted(set(later), key=lambda leaf: chance[later == leaf][0])
    level = together(2 * len(order))  # the other half is the average's
    rows = []
    for number, leaf in enumerate(order, start=1):
        at = later == leaf
        seen = test[TARGET].to_numpy()[at]
        found = shares(chance[at][0], int((before == leaf).sum()), seen, level)
        rows.append({"name": f"leaf {number}", "who": named[leaf], "users": len(seen), **found})
    return rows


def bias(model, train, test):
    """Return the mean of chance less cancelled, with what training left unknown of the chances of the leaves."""
    _, others = halves(train)
    before, later, chance = leaves(model, others), leaves(model, test), score(model, test)
    learnt = 0.0
    for leaf in set(later):
        said = chance[later == leaf][0]
        learnt += np.mean(later == leaf) ** 2 * said * (1 - said) / (before == leaf).sum()
    return mean_interval(chance - test[TARGET].to_numpy(), together(2), learnt)


def agreeing(model, train, test):
    """Return the criteria that what is said comes true; a sound tree fails one of them in 5 % of all cases."""
    return [
        agrees(
            "right on average",
            bias(model, train, test),
            0,
            f"the {together(2):.1%} interval of the bias holds 0",
            unit="percent",
            beside="chance less cancelled",
        ),
        all_agree(
            "chances of the leaves come true",
            reliability(model, train, test),
            "all intervals hold the chance",
        ),
    ]


def better(model, train, test):
    """Return the criteria that the tree beats doing without: by its score, and by what its offers bring."""
    cancelled, chance = test[TARGET].to_numpy(), score(model, test)
    rate = float(train[TARGET].mean())
    losses, plain = (chance - cancelled) ** 2, (rate - cancelled) ** 2
    own, everybody = gain(chance, cancelled), WORTH * cancelled - COST
    skill = interval(lambda at: 1 - losses[at].mean() / plain[at].mean(), len(test))
    more = interval(lambda at: own[at].mean() - max(everybody[at].mean(), 0), len(test))
    return [
        beats(
            "Brier score lower than that of the rate of all",
            skill,
            MARGIN,
            f"the whole interval above {MARGIN:.0%}",
            beside=f"rate {rate:.1%}",
            unit="percent",
        ),
        beats(
            "EUR a user that offers by the tree bring more",
            more,
            0,
            "the whole interval above 0",
            beside="than the better of offers to all and to nobody",
            unit="EUR",
        ),
    ]


def judge(model, train, test):
    """Return what the test part says: criteria and answer, metrics with intervals, tables, limits."""
    cancelled, chance = test[TARGET].to_numpy(), score(model, test)
    rate, losses = float(train[TARGET].mean()), (chance - cancelled) ** 2
    brier = interval(lambda at: losses[at].mean(), len(test))
    logs = interval(lambda at: log_loss(cancelled[at], chance[at], labels=[0, 1]), len(test))
    own, everybody = gain(chance, cancelled), WORTH * cancelled - COST
    found = reliability(model, train, test)
    criteria = better(model, train, test) + agreeing(model, train, test)
    skill, average = ({key: one[key] for key in ("value", "low", "high")} for one in criteria[::2])
    return {
        "model": f"Decision tree of {model[-1].get_n_leaves()} leaves on the first seven days.",
        "answer": answer(
            criteria,
            use=f"Users whose leaf says more than {THRESHOLD:.0%} get an offer.",
            leave="No offers by this tree.",
        ),
        "data": f"{len(train):,} users for training, {len(test):,} later ones for the test; synthetic.",
        "metrics": [
            {"metric": "Brier score (0 is best)", "unit": "", **brier},
            {"metric": "log loss (0 is best)", "unit": "", **logs},
            {"metric": f"bias, chance less cancelled ({together(2):.1%} interval)", "unit": "percent", **average},
            {"metric": f"a user brings by offers above {THRESHOLD:.0%}", "unit": "EUR",
             **interval(lambda at: own[at].mean(), len(test))},
            {"metric": "a user brings by offers to all", "unit": "EUR",
             **interval(lambda at: everybody[at].mean(), len(test))},
        ],
        "compared": {
            "title": "Is it better by the margin?",
            "what": "Brier score of the tree, lower by",
            "axis": "% lower score",
            "unit": "percent",
            "margin": MARGIN,
            "rows": [{"name": f"than the rate of all ({rate:.1%})", **skill}],
        },
        "agreement": {
            "title": "Do the chances come true?",
            "x": "chance that the leaf says",
            "y": "share who cancelled",
            "axis": "% of users",
            "unit": "percent",
            "rows": found,
        },
        "importance": {
            "what": "Squared error that is added when a feature is shuffled among users",
            "axis": "",
            "unit": "",
            "rows": importance(
                lambda one, x, y: (y.to_numpy() - one.predict_proba(x)[:, 1]) ** 2,
                model, test[FEATURES], test[TARGET],
            ),
        },
        "tables": {
            "The tree": [
                {"leaf": number, "who": row["who"], "users": row["users"], "said": row["said"],
                 "cancelled": row["seen"], "low": row["low"], "high": row["high"]}
                for number, row in enumerate(found, start=1)
            ],
            "By platform": by_group(
                test["platform"].to_numpy(), chance - cancelled, losses, "Brier score"
            ),
        },
        "units": UNITS,
        "limits": [
            "Who will cancel is not who can be kept: what an offer saves was assumed, not measured. Randomise it.",
            "What is not refuted is not shown: a chance that is off by less than its interval would not be seen.",
            "Sound trees are refused by chance, too: of 300 fitted to such data drawn anew, 12 (6 by the criterion of "
            "the average, 9 by that of the leaves).",
            "A tree has few leaves: users near a threshold change leaf by chance.",
            "Intervals are of users like those of the test; they hold no other season and no other market.",
        ],
    }  # fmt: skip
