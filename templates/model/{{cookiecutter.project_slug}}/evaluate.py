"""Figures with intervals: users of the test part are drawn again, one row a user, the model stays as it is."""

import numpy as np

DRAWS = 1000
LEVEL = 0.95


def interval(statistic, rows, seed=1, level=LEVEL, draws=DRAWS):
    """Return {value, low, high} of a statistic of row numbers, by the percentile bootstrap."""
    rng = np.random.default_rng(seed)
    drawn = [statistic(rng.integers(0, rows, rows)) for _ in range(draws)]
    low, high = np.nanquantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    return {"value": float(statistic(np.arange(rows))), "low": float(low), "high": float(high)}


def importance(losses, model, features, target, seed=1, repeats=20):
    """Return by feature how much the loss of a user grows when the feature is shuffled among users.

    losses(model, features, target): the loss of each user. As permutation importance (Breiman 2001, "Random
    Forests"), with the interval of the mean over users.
    """
    rng = np.random.default_rng(seed)
    plain = losses(model, features, target)
    rows = []
    for name in features:
        grown = np.zeros(len(features))
        for _ in range(repeats):
            mixed = features.assign(**{name: rng.permutation(features[name].to_numpy())})
            grown += (losses(model, mixed, target) - plain) / repeats
        rows.append({"feature": name, **interval(lambda at, one=grown: one[at].mean(), len(grown))})
    return sorted(rows, key=lambda row: -row["value"])


def verdict(found, margin):
    """Return what an interval says of a margin: better, not better, or undecided."""
    if found["low"] > margin:
        return "better"
    return "not better" if found["high"] < margin else "undecided"
