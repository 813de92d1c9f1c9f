"""Figures with intervals: users of the test part are drawn again, one row a user, the model stays as it is."""

import numpy as np
from scipy.stats import t
from statsmodels.stats.proportion import confint_proportions_2indep

DRAWS = 1000
LEVEL = 0.95


def interval(statistic, rows, seed=1, level=LEVEL, draws=DRAWS):
    """Return {value, low, high} of a statistic of row numbers, by the percentile bootstrap."""
    rng = np.random.default_rng(seed)
    drawn = [statistic(rng.integers(0, rows, rows)) for _ in range(draws)]
    low, high = np.nanquantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    return {"value": float(statistic(np.arange(rows))), "low": float(low), "high": float(high)}


def mean_interval(values, level=LEVEL, learnt=0.0):
    """Return {value, low, high} of a mean of few values, by Student's t: a bootstrap of few is too narrow.

    learnt: variance of what training learnt that is in their mean; it adds to that of the users of the test.
    """
    middle, error = np.mean(values), np.sqrt(np.var(values, ddof=1) / len(values) + learnt)
    reach = t.ppf((1 + level) / 2, len(values) - 1) * error
    return {"value": float(middle), "low": float(middle - reach), "high": float(middle + reach)}


def shares(said, users, seen, level=LEVEL):
    """Return {said, seen, low, high}: a share learnt from so many users, and that of the flags of later ones.

    The interval is of the share that is seen, less what is not known of the one that was said: it holds that one
    where Newcombe's interval of their difference holds 0.
    """
    counts = (np.sum(seen), len(seen), said * users, users)
    low, high = confint_proportions_2indep(*counts, method="newcomb", alpha=1 - level)
    ends = {"low": float(max(said + low, 0)), "high": float(min(said + high, 1))}
    return {"said": float(said), "seen": float(np.mean(seen)), **ends}


def together(parts, level=LEVEL):
    """Return the level of each of several intervals that all hold at once with the level (Bonferroni)."""
    return 1 - (1 - level) / max(parts, 1)


def by_group(groups, errors, losses, loss):
    """Return by group: users, its mean loss under the name `loss`, and the mean error with its interval."""
    places = {name: np.flatnonzero(groups == name) for name in sorted(set(groups))}
    level = together(len(places))
    return [
        {
            "group": name,
            "users": len(at),
            loss: float(np.mean(losses[at])),
            "bias": found["value"],
            "bias, low": found["low"],
            "bias, high": found["high"],
        }
        for name, at in places.items()
        for found in [mean_interval(errors[at], level)]
    ]


def importance(losses, model, features, target, seed=1, repeats=20):
    """Return by feature how much the loss of a user grows when the feature is shuffled among users.

    losses(model, features, target): the loss of each user. This is permutation importance on later users, with
    the interval of the mean over them. Of features that go together each can look unimportant:
    https://scikit-learn.org/stable/modules/permutation_importance.html
    """
    rng = np.random.default_rng(seed)
    plain = losses(model, features, target)
    rows = []
    for name in features:
        grown = np.zeros(len(features))
        for _ in range(repeats):
            mixed = features.assign(**{name: rng.permutation(features[name].to_numpy())})
            grown += (losses(model, mixed, target) - plain) / repeats
        rows.append({"name": name, **interval(lambda at, one=grown: one[at].mean(), len(grown))})
    return sorted(rows, key=lambda row: -row["value"])
