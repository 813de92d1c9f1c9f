"""Segments of users by k-means, and whether there are any: against data of the same shape without structure."""

import numpy as np
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score, silhouette_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

from decide import answer, beats
from evaluate import importance, shares, together

__all__ = ["FEATURES", "MARGIN", "OUTCOME", "TARGET", "fit", "judge", "score"]

FEATURES = ["sessions", "minutes_per_session", "mobile_share", "evening_share"]
OUTCOME = pd.Timedelta(days=7)  # features are known then; there is no other outcome
TARGET = None
COUNTS = range(2, 8)
MARGIN = 0.80  # of the adjusted Rand index over resamples, as brief.md says
UNITS = {"users": "count", "share": "percent", "sessions": "", "minutes_per_session": "",
         "mobile_share": "percent", "evening_share": "percent", "value": ""}  # fmt: skip
NULLS = 19  # data sets without structure, of each kind: none above is p = 0.05
ONE_THREAD = threadpool_limits.wrap(limits=1)  # so few users cost ten times as much on two
NULL_USERS = 300  # in each of them, at most


def pipeline(count, seed):
    """Return scaler and k-means as one: what scales is learnt where the segments are."""
    return make_pipeline(StandardScaler(), KMeans(count, n_init=5, random_state=seed))


def silhouette(model, users):
    """Return the mean silhouette of users in the model's own scale, -1 to 1."""
    scaled = model[:-1].transform(users[FEATURES])
    return float(silhouette_score(scaled, model.predict(users[FEATURES])))


@ONE_THREAD
def fit(train):
    """Return the pipeline whose number of segments has the best silhouette, fitted on the training part alone."""
    models = [pipeline(count, seed=count).fit(train[FEATURES]) for count in COUNTS]
    return max(models, key=lambda model: silhouette(model, train))


def score(model, users):
    """Return each user's segment, from 0."""
    return model.predict(users[FEATURES])


def without_structure(train, rng):
    """Yield data of the same shape without segments: each column shuffled by itself, and a normal cloud.

    The first keeps what each feature looks like and loses how they go together; the second keeps that, and
    loses all else. A cluster as what comes of one normal cloud is the null hypothesis of SigClust: Y. Liu,
    D. N. Hayes, A. Nobel and J. S. Marron, "Statistical Significance of Clustering for High-Dimension,
    Low-Sample Size Data", JASA (2008). Segments must beat both.
    """
    values = train[FEATURES]
    for _ in range(NULLS):
        yield "columns shuffled", values.apply(lambda one: rng.permutation(one.to_numpy()))
        drawn = rng.multivariate_normal(values.mean(), np.cov(values.T), len(values))
        yield "normal cloud", pd.DataFrame(drawn, columns=FEATURES)


def null_silhouettes(train, seed=1):
    """Return the best silhouette over all numbers of segments of each data set without structure, by kind."""
    rng = np.random.default_rng(seed)
    train = train.sample(min(len(train), NULL_USERS), random_state=seed)
    found = {}
    for kind, made in without_structure(train, rng):
        found.setdefault(kind, []).append(silhouette(fit(made), made))
    return found


def stability(model, train, draws=30, seed=1):
    """Return the adjusted Rand index of segments of users drawn again with those of all, one of each draw."""
    rng = np.random.default_rng(seed)
    labels, count = score(model, train), model[-1].n_clusters
    found = []
    for draw in range(draws):
        drawn = train.iloc[rng.integers(0, len(train), len(train))]
        anew = pipeline(count, seed=draw).fit(drawn[FEATURES])
        found.append(adjusted_rand_score(labels, score(anew, train)))
    return found


def replication(model, test):
    """Return how later users, put into segments of their own, agree with the segments of training."""
    anew = pipeline(model[-1].n_clusters, seed=0).fit(test[FEATURES])
    return adjusted_rand_score(score(model, test), score(anew, test))


def changed(labels):
    """Return a loss of users for `importance`: 1 who is in another segment than `labels` say."""
    return lambda model, users, _: (model.predict(users) != labels).astype(float)


def profile(model, users):
    """Return size, share and mean features of each segment."""
    labels = score(model, users)
    means = users[FEATURES].groupby(labels).mean()
    sizes = pd.Series(labels).value_counts()
    found = means.assign(users=sizes, share=sizes / len(users)).rename_axis("segment").reset_index()
    return found[["segment", "users", "share", *FEATURES]].to_dict("records")


def sizes(model, train, test):
    """Return by segment its share in training and among later users; all intervals hold at once."""
    before, later = score(model, train), score(model, test)
    count = model[-1].n_clusters
    rows = []
    for number in range(count):
        found = shares(np.mean(before == number), len(before), later == number, together(count))
        rows.append({"name": f"segment {number}", **found})
    return rows


@ONE_THREAD
def judge(model, train, test):
    """Return whether there is structure and how stable it is: criteria and answer, tables, limits."""
    nulls = null_silhouettes(train)
    highest = max(max(one) for one in nulls.values())
    own, count = silhouette(model, train), int(model[-1].n_clusters)
    drawn = stability(model, train)
    low, high = np.quantile(drawn, [0.025, 0.975])
    stable = {"value": float(np.mean(drawn)), "low": float(low), "high": float(high)}
    rng = np.random.default_rng(1)
    chance = adjusted_rand_score(score(model, train), rng.integers(0, count, len(train)))
    structure = bool(own > highest)
    criteria = [
        {
            "name": "tighter than data without segments",
            "value": own,
            "decimals": 2,
            "unit": "",
            "beside": f"mean silhouette; {2 * NULLS} such data sets reach {highest:.2f} at most",
            "wanted": f"above {highest:.2f}",
            "holds": structure,
            "verdict": "structure" if structure else "no structure",
        },
        beats(
            "users drawn again fall into the same segments",
            stable,
            MARGIN,
            f"95 % of draws above {MARGIN:.2f}",
            beside="adjusted Rand index",
            unit="",
            decimals=2,
        ),
    ]
    return {
        "model": f"k-means with {count} segments on the first seven days, features scaled.",
        "answer": answer(
            criteria,
            use=f"The product team plans by these {count} segments.",
            leave="Nobody plans by these segments" + ("." if structure else ": there are none to be named."),
        ),
        "segments": count,
        "data": f"{len(train):,} users for training, {len(test):,} later ones for the test; synthetic.",
        "metrics": [
            {"metric": "silhouette, training (1 is best)", "unit": "", "value": own},
            {"metric": "silhouette, later users", "unit": "", "value": silhouette(model, test)},
            *(
                {"metric": f"highest silhouette without segments, {kind}", "unit": "", "value": max(one)}
                for kind, one in nulls.items()
            ),
            {"metric": "adjusted Rand index over resamples (1 is best)", "unit": "", **stable},
            {"metric": "adjusted Rand index of later users' own segments", "unit": "",
             "value": float(replication(model, test))},
            {"metric": "adjusted Rand index of random segments", "unit": "", "value": float(chance)},
        ],
        "compared": {
            "title": "Do segments come again?",
            "what": "Adjusted Rand index of segments of users drawn again with those of all",
            "axis": "",
            "unit": "",
            "margin": MARGIN,
            "rows": [{"name": f"{count} segments", **stable}],
        },
        "agreement": {
            "title": "Do segments keep their size?",
            "x": "share in training",
            "y": "share of later users",
            "axis": "% of users",
            "unit": "percent",
            "rows": sizes(model, train, test),
        },
        "importance": {
            "what": "Share of users who change segment when a feature is shuffled among them",
            "axis": "% of users",
            "unit": "percent",
            "rows": importance(changed(score(model, test)), model, test[FEATURES], None),
        },
        "tables": {"Segments of later users": profile(model, test)},
        "units": UNITS,
        "limits": [
            "k-means finds round groups of about equal spread; others it cuts "
            "(https://scikit-learn.org/stable/modules/clustering.html).",
            "A segment is a description, not a cause: nothing says that treating segments differently helps.",
            "The number of segments is that of the best silhouette; another criterion may choose another.",
        ],
    }  # fmt: skip
