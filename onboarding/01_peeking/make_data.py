"""Synthetic data of one experiment: who came, on which day, and what they spent.

A row is one user on one day on which they were active:

    user_id  int     the unit of the experiment
    variant  str     "control" or "treatment", the same on all rows of a user
    day      int     1 is the first day of the experiment
    revenue  float   euros on that day; 0 on a day without a purchase

The subject of this exercise is data, so that this file and grade.py use numpy and
pandas, which the `learn` extra brings; nothing else of an exercise may be imported.
"""

import numpy as np
import pandas as pd

HORIZON_DAYS = 14


def frame(seed, users=700, days=HORIZON_DAYS, lift=0.0, later_lift=None, treated=0.5):
    """Return one experiment, the same for the same arguments.

    `lift` multiplies what a treated user spends, as in +0.2; after the horizon it is
    `later_lift` where that is given. `treated` is the share of users in treatment.
    """
    rng = np.random.default_rng(seed)
    in_treatment = rng.random(users) < treated
    taste = rng.lognormal(0.0, 0.6, users)
    visits = 4
    # Users arrive over the whole experiment, and some come back after a few days.
    gaps = rng.geometric(0.3, (users, visits))
    gaps[:, 0] = rng.integers(1, days + 1, users)
    day = gaps.cumsum(axis=1)
    buys = rng.random((users, visits)) < 0.7
    euros = rng.gamma(2.0, 1.6, (users, visits)) * taste[:, None]
    factor = np.where(
        day <= HORIZON_DAYS, 1 + lift, 1 + (lift if later_lift is None else later_lift)
    )
    revenue = euros * buys * np.where(in_treatment[:, None], factor, 1.0)
    ids = rng.permutation(np.arange(100_000, 100_000 + users))
    rows = pd.DataFrame(
        {
            "user_id": np.repeat(ids, visits),
            "variant": np.repeat(np.where(in_treatment, "treatment", "control"), visits),
            "day": day.ravel(),
            "revenue": revenue.ravel().round(2),
        }
    )
    rows = rows[rows["day"] <= days]
    return rows.sort_values(["day", "user_id"], ignore_index=True)


def delivered_twice(rows, seed, share=0.5):
    """Repeat the rows of paying treated users, as an at-least-once export does."""
    rng = np.random.default_rng(seed)
    paying = (rows["variant"] == "treatment") & (rows["revenue"] > 0)
    again = rows[paying & (rng.random(len(rows)) < share)]
    return pd.concat([rows, again]).sort_values(["day", "user_id"], ignore_index=True)


def shuffled(rows, seed):
    """The same rows in another order, with the columns in another order too."""
    mixed = rows.sample(frac=1.0, random_state=seed, ignore_index=True)
    # An early day comes last, so that trusting the last row is never lucky.
    mixed = mixed.sort_values("day", key=lambda day: day == 2, kind="stable", ignore_index=True)
    return mixed[["revenue", "variant", "user_id", "day"]]


def other_index(rows, seed):
    """The same rows under an index that starts nowhere near 0 and has repetitions."""
    rng = np.random.default_rng(seed)
    labels = [f"part-{number:03d}" for number in rng.integers(0, 200, len(rows))]
    return rows.set_axis(pd.Index(labels, name="part"), axis=0)


def example(seed):
    """The data file that a learner is given: a change that does nothing, seen on a lucky day."""
    return {
        "offer_card.csv": frame([seed, 99], users=1600).to_csv(index=False, lineterminator="\n")
    }
