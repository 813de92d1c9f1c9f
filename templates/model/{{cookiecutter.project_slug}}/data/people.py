"""What the makers of synthetic data have in common: who signs up, when they come, and how tables are written."""

from pathlib import Path

import numpy as np
import pandas as pd

PLATFORMS = ["android", "ios", "tv", "web"]


def users(rng, count, start, days):
    """Return users in the order in which they signed up, over some days from a start."""
    signed_up = np.sort(start + rng.integers(0, days, count))
    platform = rng.choice(PLATFORMS, count, p=[0.4, 0.25, 0.15, 0.2])
    return pd.DataFrame(
        {"user_id": np.arange(1, count + 1), "signed_up": signed_up, "platform": platform}
    )


def active_days(rng, share):
    """Return (user, day) of the active days: the first day, and each of the next six with a chance."""
    came = rng.random((len(share), 7)) < share[:, None]
    came[:, 0] = True
    return np.nonzero(came)


def write(tables):
    """Write each table beside this file."""
    for name, frame in tables.items():
        frame.to_csv(Path(__file__).parent / f"{name}.csv", index=False, lineterminator="\n")
