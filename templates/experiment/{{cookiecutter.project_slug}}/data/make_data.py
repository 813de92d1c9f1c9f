"""Makes the synthetic data of this folder: python data/make_data.py

The truth is planted: treatment earns LIFT more per session, and errors are unchanged.
"""

from pathlib import Path

import numpy as np
import pandas as pd

SEED = 20240304
USERS = 2000
DAYS = 14
LIFT = 0.20


def make(seed=SEED, users=USERS, lift=LIFT, treatment_share=0.5):
    """Return (exposures, sessions); users differ in how often they come and what they earn."""
    rng = np.random.default_rng(seed)
    activity = rng.gamma(4, 0.15, users)  # sessions a day
    worth = rng.gamma(4, 0.05, users)  # revenue a session
    treated = rng.random(users) < treatment_share
    user_id = np.arange(1, users + 1)
    sessions_before = rng.poisson(activity * DAYS)
    exposures = pd.DataFrame(
        {
            "user_id": user_id,
            "variant": np.where(treated, "treatment", "control"),
            "sessions_before": sessions_before,
            "revenue_before": rng.gamma(sessions_before + 1e-9) * worth,
        }
    ).round({"revenue_before": 4})
    count = rng.poisson(activity[:, None], (users, DAYS))
    who, day = np.nonzero(count)
    many = count[who, day]
    rate = worth * np.where(treated, 1 + lift, 1)
    sessions = pd.DataFrame(
        {
            "user_id": user_id[who],
            "day": day + 1,
            "sessions": many,
            "revenue": rng.gamma(many) * rate[who],
            "errors": rng.binomial(many, 0.05),
        }
    ).round({"revenue": 4})
    return exposures, sessions


if __name__ == "__main__":
    folder = Path(__file__).parent
    for name, frame in zip(("exposures", "sessions"), make(), strict=True):
        frame.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")
