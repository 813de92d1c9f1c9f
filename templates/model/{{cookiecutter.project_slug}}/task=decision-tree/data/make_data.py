"""Makes the synthetic tables of this folder: python data/make_data.py

The truth is planted as a tree: who watches fewer than FEW minutes in the first week cancels with the chance
RISK["few"]; of the others, who had a failed payment RISK["failed"], and everybody else RISK["else"].
"""

import numpy as np
import pandas as pd
import people

SEED = 20240501
USERS = 1950
START = np.datetime64("2023-10-01")
DAYS = 207  # of sign-ups
FEW = 60.0
RISK = {"few": 0.62, "failed": 0.42, "else": 0.07}


def make(seed=SEED, users=USERS, signal=True, since=None, more=0.0):
    """Return {name: table}.

    signal: False lets everybody cancel with the same chance. since, more: from that day of sign-up on, the chance
    is so much larger (the outcome moves, the features do not).
    """
    rng = np.random.default_rng(seed)
    signed = people.users(rng, users, START, DAYS)
    who, day = people.active_days(rng, rng.beta(2, 3, users))
    sessions = 1 + rng.poisson(1.0, len(who))
    activity = pd.DataFrame(
        {
            "user_id": who + 1,
            "day": signed["signed_up"].to_numpy()[who] + day,
            "sessions": sessions,
            "minutes": (sessions * rng.gamma(3, 7, len(who))).clip(0.1, 1400).round(1),
            "failed_payments": rng.binomial(1, 0.07, len(who)),
        }
    )
    sums = activity.groupby("user_id")[["minutes", "failed_payments"]].sum().to_numpy().T
    chance = np.where(
        sums[0] < FEW, RISK["few"], np.where(sums[1] > 0, RISK["failed"], RISK["else"])
    )
    chance = chance if signal else np.full(users, chance.mean())
    if since is not None:
        chance = chance + np.where(signed["signed_up"] >= np.datetime64(since), more, 0)
    outcomes = pd.DataFrame(
        {
            "user_id": signed["user_id"],
            "known_on": signed["signed_up"] + pd.Timedelta(days=30),
            "cancelled": rng.binomial(1, chance),
        }
    )
    known = outcomes["known_on"] <= START + np.timedelta64(DAYS + 6, "D")
    return {"users": signed, "activity": activity, "outcomes": outcomes[known]}


if __name__ == "__main__":
    people.write(make())
