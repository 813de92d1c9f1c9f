"""Arithmetic: a change of revenue in parts that add up to it. Nothing here is an estimate.

Revenue of a segment is users × sessions a user × opportunities a session × fill rate × price. Between two
states the change of the total is split into

    volume   more or fewer users, the mix of segments as it was
    mix      users move between segments that earn more or less a user than the average
    rates    within each segment, one part for each of its four rates

Volume, mix and rates as Kitagawa (1955) divided a difference of two rates by one factor; P. Das Gupta, "A general
method of decomposing a difference between two rates into several components", Demography 15 (1978), tells it and
generalises it. The rates within a segment by the Shapley value, as in A. F. Shorrocks, "Decomposition procedures
for distributional analysis: a unified framework based on the Shapley value", Journal of Economic Inequality 11
(2013). Neither leaves a residual, and neither depends on the order in which the parts are named.
"""

from itertools import combinations
from math import factorial

import numpy as np
import pandas as pd

SUMS = ["users", "sessions", "opportunities", "impressions", "revenue"]
RATES = ["sessions per user", "opportunities per session", "fill rate", "price"]


def rates(sums):
    """Return the four rates of each row of sums, each of them a ratio of sums; price in EUR an impression."""
    pairs = zip(SUMS[1:], SUMS, strict=False)
    return pd.DataFrame(
        {name: sums[above] / sums[below] for name, (above, below) in zip(RATES, pairs, strict=True)}
    )


def shapley(before, after):
    """Return each factor's share in the change of a product: arrays of segments × factors, as given.

    A factor's share is its mean marginal contribution over all orders in which factors can change.
    """
    factors = before.shape[1]
    parts = np.zeros(before.shape)
    for factor in range(factors):
        others = [one for one in range(factors) if one != factor]
        for size in range(factors):
            weight = factorial(size) * factorial(factors - size - 1) / factorial(factors)
            for changed in combinations(others, size):
                same = [one for one in others if one not in changed]
                rest = after[:, changed].prod(axis=1) * before[:, same].prod(axis=1)
                parts[:, factor] += weight * rest * (after[:, factor] - before[:, factor])
    return parts


def decompose(before, after):
    """Return the change of revenue in parts, a Series by (segment, part) that adds up to all of it.

    before, after: one row of SUMS for each segment, the same segments. Volume is a part of "all".
    """
    users = before["users"].sum(), after["users"].sum()
    share = before["users"] / users[0], after["users"] / users[1]
    worth = before["revenue"] / before["users"], after["revenue"] / after["users"]
    average = (before["revenue"].sum() / users[0] + after["revenue"].sum() / users[1]) / 2
    size = (users[0] + users[1]) / 2
    mix = size * (share[1] - share[0]) * ((worth[0] + worth[1]) / 2 - average)
    old, new = rates(before), rates(after)
    weight = (size * (share[0] + share[1]) / 2).to_numpy()[:, None]
    within = pd.DataFrame(
        weight * shapley(old.to_numpy(), new.to_numpy()), index=before.index, columns=RATES
    )
    parts = pd.concat([mix.rename("mix"), within], axis=1).stack()
    parts.loc["all", "volume"] = (users[1] - users[0]) * average
    return parts
