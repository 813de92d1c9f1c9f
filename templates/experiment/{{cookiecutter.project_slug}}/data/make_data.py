"""Makes the synthetic data of this folder: python data/make_data.py

The truth is planted: treatment earns LIFT more per session, and errors are unchanged.
"""

from pathlib import Path

import numpy as np
import pandas as pd

SEED = 20240304
USERS = 2000
START = np.datetime64("2024-03-04")
DAYS_BEFORE = 14  # of sessions, for the covariates
DAYS = 14  # of the experiment
ENROL_DAYS = 7  # users come in the first of them
LIFT = 0.20


def make(seed=SEED, users=USERS, lift=LIFT, treatment_share=0.5):
    """Return (exposures, sessions); users differ in how often they come and what they earn.

    Exposed is who has a session in the first days of the experiment, on the day of the first one.
    """
    rng = np.random.default_rng(seed)
    activity = rng.gamma(4, 0.15, users)  # sessions a day
    worth = rng.gamma(4, 0.05, users)  # revenue a session
    treated = rng.random(users) < treatment_share
    count = rng.poisson(activity[:, None], (users, DAYS_BEFORE + DAYS))
    came = count[:, DAYS_BEFORE:][:, :ENROL_DAYS] > 0
    exposed = came.any(axis=1)
    first = DAYS_BEFORE + came.argmax(axis=1)  # each user's day of exposure
    midnight = (START - DAYS_BEFORE + first).astype("datetime64[s]")
    exposures = pd.DataFrame(
        {
            "user_id": np.arange(1, users + 1),
            "variant": np.where(treated, "treatment", "control"),
            "exposed_at": midnight + rng.integers(0, 86_400, users),
        }
    )[exposed]
    who, day = np.nonzero(count * exposed[:, None])
    many = count[who, day]
    lifted = treated[who] & (day >= first[who])
    sessions = pd.DataFrame(
        {
            "user_id": who + 1,
            "day": START - DAYS_BEFORE + day,
            "sessions": many,
            "revenue": rng.gamma(many) * worth[who] * np.where(lifted, 1 + lift, 1),
            "currency": "EUR",
            "errors": rng.binomial(many, 0.05),
        }
    ).round({"revenue": 4})
    return exposures.reset_index(drop=True), sessions


if __name__ == "__main__":
    folder = Path(__file__).parent
    for name, frame in zip(("exposures", "sessions"), make(), strict=True):
        frame.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")
