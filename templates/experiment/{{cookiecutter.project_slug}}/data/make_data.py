"""Makes the synthetic logs of data/raw: python data/make_data.py

The truth is planted: treatment earns LIFT more per session, and errors are unchanged. `make` gives
the tables as they should come out of gathering, `logs` what the logs say of them.
"""

from pathlib import Path

import numpy as np
import pandas as pd

SEED = 20240304
USERS = 1000
START = np.datetime64("2024-03-04")
DAYS_BEFORE = 14  # of sessions, for the covariates
DAYS = 14  # of the experiment
DAYS_AFTER = 2  # the log goes on
ENROL_DAYS = 7  # users come in the first of them
LIFT = 0.20


def make(seed=SEED, users=USERS, lift=LIFT, treatment_share=0.5):
    """Return (exposures, sessions); users differ in how often they come and what they earn.

    Exposed is who has a session in the first days of the experiment, on the day of the first one.
    """
    rng = np.random.default_rng(seed)
    activity = rng.gamma(4, 0.09, users)  # sessions a day
    worth = rng.gamma(16, 0.0125, users)  # revenue a session
    treated = rng.random(users) < treatment_share
    count = rng.poisson(activity[:, None], (users, DAYS_BEFORE + DAYS + DAYS_AFTER))
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
            "revenue": rng.gamma(4 * many) / 4 * worth[who] * np.where(lifted, 1 + lift, 1),
            "currency": "EUR",
            "errors": rng.binomial(many, 0.03),
        }
    ).round({"revenue": 4})
    return exposures.reset_index(drop=True), sessions


def logs(exposures, sessions, seed=SEED):
    """Return the logs by name: exposures, a row for each view of the page, and sessions.

    Some users see the page again; of the sessions of a day some are delivered on the day after, and
    some twice.
    """
    rng = np.random.default_rng(seed)
    views = exposures.rename(columns={"exposed_at": "seen_at"})
    again = views[rng.random(len(views)) < 0.3]
    later = rng.integers(60, 6 * 86_400, len(again)).astype("timedelta64[s]")
    views = pd.concat([views, again.assign(seen_at=again["seen_at"] + later)])
    late = (rng.random(len(sessions)) < 0.1).astype("timedelta64[D]")
    rows = sessions.assign(delivered_on=sessions["day"] + late)
    rows = pd.concat([rows, rows[rng.random(len(rows)) < 0.02]])
    return {
        "exposures": views.sort_values(["seen_at", "user_id"], ignore_index=True),
        "sessions": rows.sort_values(["delivered_on", "day", "user_id"], ignore_index=True),
    }


def write(folder, tables):
    """Write logs as CSV into a folder, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in tables.items():
        frame.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")
    return folder


if __name__ == "__main__":
    write(Path(__file__).parent / "raw", logs(*make()))
