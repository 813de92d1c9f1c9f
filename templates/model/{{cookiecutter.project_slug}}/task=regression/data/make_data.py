"""Makes the synthetic tables of this folder: python data/make_data.py

The truth is planted: the mean of a user's first 30 days of revenue is linear in the first seven, by TRUTH.
Sessions and minutes add nothing once revenue and active days are known.
"""

import numpy as np
import pandas as pd
import people

SEED = 20240501
USERS = 1700
START = np.datetime64("2023-10-01")
DAYS = 207  # of sign-ups
TRUTH = {"intercept": 0.4, "revenue_7d": 2.0, "active_days": 0.25, "tv": 1.0}
SHAPE = 12  # of the gamma noise around the mean; the larger, the less noise


def make(seed=SEED, users=USERS, signal=1.0, since=None, drop=1.0):
    """Return {name: table}.

    signal: 0 takes all dependence on the first week out. since, drop: from that day of sign-up on, the same week is
    worth so much less (the outcome moves, the features do not).
    """
    rng = np.random.default_rng(seed)
    signed = people.users(rng, users, START, DAYS)
    who, day = people.active_days(rng, rng.beta(2, 3, users))
    sessions = 1 + rng.poisson(1.5, len(who))
    worth = rng.gamma(3, 0.06, users)  # EUR a session
    activity = pd.DataFrame(
        {
            "user_id": who + 1,
            "day": signed["signed_up"].to_numpy()[who] + day,
            "sessions": sessions,
            "minutes": (sessions * rng.gamma(3, 6, len(who))).round(1),
            "revenue": (sessions * worth[who] * rng.gamma(4, 0.25, len(who))).round(3),
        }
    )
    sums = activity.groupby("user_id").agg(active=("day", "count"), revenue=("revenue", "sum"))
    mean = TRUTH["revenue_7d"] * sums["revenue"] + TRUTH["active_days"] * sums["active"]
    mean = (signal * mean + (1 - signal) * mean.mean()).to_numpy() + TRUTH["intercept"]
    mean += TRUTH["tv"] * signal * (signed["platform"] == "tv").to_numpy()
    if since is not None:
        mean = mean * np.where(signed["signed_up"] >= np.datetime64(since), drop, 1)
    outcomes = pd.DataFrame(
        {
            "user_id": signed["user_id"],
            "known_on": signed["signed_up"] + pd.Timedelta(days=30),
            "revenue_30d": (mean * rng.gamma(SHAPE, 1 / SHAPE, users)).round(3),
        }
    )
    known = outcomes["known_on"] <= START + np.timedelta64(DAYS + 6, "D")
    return {"users": signed, "activity": activity, "outcomes": outcomes[known]}


if __name__ == "__main__":
    people.write(make())
