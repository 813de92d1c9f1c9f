"""Makes the synthetic tables of this folder: python data/make_data.py

The truth is planted: the mean of a user's first 30 days of revenue is linear in the first seven, by TRUTH.
Sessions and minutes add nothing once revenue and active days are known.
"""

from pathlib import Path

import numpy as np
import pandas as pd

SEED = 20240501
USERS = 1700
START = np.datetime64("2023-10-01")
DAYS = 207  # of sign-ups
PLATFORMS = ["android", "ios", "tv", "web"]
TRUTH = {"intercept": 0.4, "revenue_7d": 2.0, "active_days": 0.25, "tv": 1.0}
SHAPE = 12  # of the gamma noise around the mean; the larger, the less noise


def _users(rng, count):
    """Return users in the order in which they signed up."""
    signed_up = np.sort(START + rng.integers(0, DAYS, count))
    platform = rng.choice(PLATFORMS, count, p=[0.4, 0.25, 0.15, 0.2])
    return pd.DataFrame(
        {"user_id": np.arange(1, count + 1), "signed_up": signed_up, "platform": platform}
    )


def _days(rng, share):
    """Return (user, day) of the active days: the first day, and each of the next six with a chance."""
    came = rng.random((len(share), 7)) < share[:, None]
    came[:, 0] = True
    return np.nonzero(came)


def make(seed=SEED, users=USERS, signal=1.0, since=None, drop=1.0):
    """Return {name: table}.

    signal: 0 takes all dependence on the first week out. since, drop: from that day of sign-up on, the same week is
    worth so much less (the outcome moves, the features do not).
    """
    rng = np.random.default_rng(seed)
    people = _users(rng, users)
    who, day = _days(rng, rng.beta(2, 3, users))
    sessions = 1 + rng.poisson(1.5, len(who))
    worth = rng.gamma(3, 0.06, users)  # EUR a session
    activity = pd.DataFrame(
        {
            "user_id": who + 1,
            "day": people["signed_up"].to_numpy()[who] + day,
            "sessions": sessions,
            "minutes": (sessions * rng.gamma(3, 6, len(who))).round(1),
            "revenue": (sessions * worth[who] * rng.gamma(4, 0.25, len(who))).round(3),
        }
    )
    sums = activity.groupby("user_id").agg(active=("day", "count"), revenue=("revenue", "sum"))
    mean = TRUTH["revenue_7d"] * sums["revenue"] + TRUTH["active_days"] * sums["active"]
    mean = (signal * mean + (1 - signal) * mean.mean()).to_numpy() + TRUTH["intercept"]
    mean += TRUTH["tv"] * signal * (people["platform"] == "tv").to_numpy()
    if since is not None:
        mean = mean * np.where(people["signed_up"] >= np.datetime64(since), drop, 1)
    outcomes = pd.DataFrame(
        {
            "user_id": people["user_id"],
            "known_on": people["signed_up"] + pd.Timedelta(days=30),
            "revenue_30d": (mean * rng.gamma(SHAPE, 1 / SHAPE, users)).round(3),
        }
    )
    known = outcomes["known_on"] <= people["signed_up"].max() + pd.Timedelta(days=7)
    return {"users": people, "activity": activity, "outcomes": outcomes[known]}


if __name__ == "__main__":
    folder = Path(__file__).parent
    for name, frame in make().items():
        frame.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")
