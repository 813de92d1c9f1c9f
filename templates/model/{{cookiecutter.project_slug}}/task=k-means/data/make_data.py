"""Makes the synthetic tables of this folder: python data/make_data.py

The truth is planted: each user is of one of the TYPES, which differ in how often and how long they watch, on
what, and when. `types=1` makes users of one kind alone: there is no structure to find.
"""

import numpy as np
import pandas as pd
import people

SEED = 20240501
USERS = 1200
START = np.datetime64("2024-01-01")
DAYS = 114  # of sign-ups
# sessions a week, minutes a session, share on mobile, share in the evening
TYPES = np.array(
    [
        [4.0, 9.0, 0.90, 0.30],  # commuters
        [3.0, 48.0, 0.10, 0.85],  # film evenings
        [14.0, 14.0, 0.75, 0.60],  # all day
        [9.0, 40.0, 0.25, 0.25],  # daytime at home
    ]
)


def make(seed=SEED, users=USERS, types=4):
    """Return {name: table}."""
    return make_typed(seed, users, types)[0]


def make_typed(seed=SEED, users=USERS, types=4):
    """Return ({name: table}, the type of each user)."""
    rng = np.random.default_rng(seed)
    signed = people.users(rng, users, START, DAYS)
    kind = rng.integers(0, types, users)
    often, long, mobile, evening = (TYPES if types > 1 else TYPES.mean(axis=0, keepdims=True))[
        kind
    ].T
    who, day = people.active_days(rng, np.full(users, 0.6))
    days = np.bincount(who)
    sessions = np.maximum(1, np.rint((often * np.exp(rng.normal(0, 0.15, users)) / days)[who]))
    minutes = (sessions * (long * np.exp(rng.normal(0, 0.15, users)))[who]).clip(1, 1400).round(1)
    on_mobile, late = (
        np.clip(share + rng.normal(0, 0.06, users), 0.02, 0.98)[who] for share in (mobile, evening)
    )
    activity = pd.DataFrame(
        {
            "user_id": who + 1,
            "day": signed["signed_up"].to_numpy()[who] + day,
            "sessions": sessions.astype(int),
            "minutes": minutes,
            "mobile_minutes": (minutes * on_mobile).round(2),
            "evening_minutes": (minutes * late).round(2),
        }
    )
    return {"users": signed, "activity": activity}, kind


if __name__ == "__main__":
    people.write(make())
