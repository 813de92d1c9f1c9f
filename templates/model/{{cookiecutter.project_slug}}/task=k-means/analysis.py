"""Segments of users by k-means, and whether there are any: against data of the same shape without structure."""

import numpy as np
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score, silhouette_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from evaluate import interval, verdict

__all__ = ["FEATURES", "MARGIN", "OUTCOME", "fit", "judge", "score"]

FEATURES = ["sessions", "minutes_per_session", "mobile_share", "evening_share"]
OUTCOME = pd.Timedelta(days=7)  # features are known then; there is no other outcome
COUNTS = range(2, 8)
MARGIN = 0.80  # of the adjusted Rand index over resamples, as brief.md says
NULLS = 19  # data sets without structure, of each kind: none above is p = 0.05
NULL_USERS = 300  # in each of them, at most


def pipeline(count, seed):
    """Return scaler and k-means as one: what scales is learnt where the segments are."""
    return make_pipeline(StandardScaler(), KMeans(count, n_init=5, random_state=seed))


def silhouette(model, users):
    """Return the mean silhouette of users in the model's own scale, -1 to 1."""
    scaled = model[:-1].transform(users[FEATURES])
    return float(silhouette_score(scaled, model.predict(users[FEATURES])))


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
    loses all else (as SigClust of Liu et al. 2008 has it). Segments must beat both.
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
        anew = pipeline(count, seed=draw).fit(
            train.iloc[rng.integers(0, len(train), len(train))][FEATURES]
        )
        found.append(adjusted_rand_score(labels, score(anew, train)))
    return found


def replication(model, test):
    """Return how later users, put into segments of their own, agree with the segments of training."""
    anew = pipeline(model[-1].n_clusters, seed=0).fit(test[FEATURES])
    return adjusted_rand_score(score(model, test), score(anew, test))


def importance(model, test, seed=1, repeats=20):
    """Return by feature the share of users who change segment when it is shuffled, with its interval."""
    rng = np.random.default_rng(seed)
    labels, rows = score(model, test), []
    for name in FEATURES:
        moved = np.zeros(len(test))
        for _ in range(repeats):
            mixed = test.assign(**{name: rng.permutation(test[name].to_numpy())})
            moved += (score(model, mixed) != labels) / repeats
        rows.append({"feature": name, **interval(lambda at, one=moved: one[at].mean(), len(test))})
    return sorted(rows, key=lambda row: -row["value"])


def profile(model, users):
    """Return size, share and mean features of each segment."""
    labels = score(model, users)
    means = users[FEATURES].groupby(labels).mean()
    sizes = pd.Series(labels).value_counts()
    found = means.assign(users=sizes, share=sizes / len(users)).rename_axis("segment").reset_index()
    return found[["segment", "users", "share", *FEATURES]]


def judge(model, train, test):
    """Return whether there is structure, how stable it is, what the segments are, and the verdict."""
    nulls = null_silhouettes(train)
    highest = max(max(one) for one in nulls.values())
    own, count = silhouette(model, train), int(model[-1].n_clusters)
    drawn = stability(model, train)
    low, high = np.quantile(drawn, [0.025, 0.975])
    stable = {"value": float(np.mean(drawn)), "low": float(low), "high": float(high)}
    structure = own > highest
    said = verdict(stable, MARGIN) if structure else "not better"
    rng = np.random.default_rng(1)
    chance = adjusted_rand_score(score(model, train), rng.integers(0, count, len(train)))
    if not structure:
        words = (
            f"**No structure**: a silhouette of {own:.3f} is not above that of data without segments (up to "
            f"{highest:.3f}). Do not name segments."
        )
    else:
        words = (
            f"**{count} segments** (silhouette {own:.3f}; data without segments up to {highest:.3f}). Drawn again, "
            f"users fall into the same ones by an adjusted Rand index of {stable['value']:.2f} (95 % of draws "
            f"{low:.2f} to {high:.2f}): {said} than the margin of {MARGIN:.2f}."
        )
    return {
        "model": f"k-means with {count} segments on the first seven days, features scaled.",
        "verdict": words,
        "better": said,
        "structure": bool(structure),
        "segments": count,
        "data": f"{len(train)} users for training, {len(test)} later ones for the test; synthetic.",
        "metrics": [{"metric": "adjusted Rand index over resamples", **stable}],
        "tables": {
            "Beside baselines": [
                {"what": "silhouette, training", "value": own},
                {"what": "silhouette, later users", "value": silhouette(model, test)},
                *(
                    {"what": f"highest silhouette, {kind}", "value": max(one)}
                    for kind, one in nulls.items()
                ),
                {
                    "what": "later users' own segments, adjusted Rand index",
                    "value": float(replication(model, test)),
                },
                {"what": "random segments, adjusted Rand index", "value": float(chance)},
            ],
            "Segments of later users": profile(model, test).to_dict("records"),
            "Importance: share who change segment by shuffling": importance(model, test),
        },
        "limits": [
            "k-means finds round groups of about equal spread; others it cuts.",
            "A segment is a description, not a cause: nothing says that treating segments differently helps.",
            "The number of segments is that of the best silhouette; another criterion may choose another.",
        ],
    }
