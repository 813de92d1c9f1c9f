"""Makes the synthetic logs of this folder: python data/make_data.py

The truth is planted. On CAUSE["day"] one platform in one country begins to fill fewer of its ad
opportunities, by CAUSE["size"]. In the same week a campaign brings users to segments that fill well and
earn little (MIX): the average price falls, and the average fill rate hides the loss, although no segment
changed its price. Demand is shared by all segments and remembers the day before.
"""

from pathlib import Path

import numpy as np
import pandas as pd

SEED = 20240311
START = np.datetime64("2024-01-01")  # a Monday
WEEKS = 11  # ten before, and the week in question
CAUSE = {"platform": "android", "country": "us", "day": np.datetime64("2024-03-13"), "size": -0.35}
MIX = {("web", "in"): 1.6, ("android", "in"): 1.4}  # users in the last week, as a factor

# platform, country, users a day, sessions a user, opportunities a session, fill, price (EUR per 1,000)
SEGMENTS = [
    ("android", "de", 9000, 1.9, 2.4, 0.80, 9.0),
    ("android", "in", 16000, 1.6, 2.1, 0.95, 2.0),
    ("android", "us", 14000, 2.1, 2.6, 0.78, 12.0),
    ("ios", "de", 6000, 2.0, 2.5, 0.82, 10.0),
    ("ios", "in", 2000, 1.7, 2.2, 0.93, 3.0),
    ("ios", "us", 11000, 2.2, 2.7, 0.80, 13.5),
    ("tv", "de", 3000, 1.4, 4.1, 0.76, 15.0),
    ("tv", "in", 800, 1.2, 3.4, 0.90, 4.0),
    ("tv", "us", 5000, 1.5, 4.4, 0.79, 18.0),
    ("web", "de", 8000, 1.5, 2.0, 0.83, 8.0),
    ("web", "in", 12000, 1.3, 1.8, 0.96, 1.8),
    ("web", "us", 10000, 1.6, 2.1, 0.81, 11.0),
]
FORMATS = [("mid-roll", 0.4, 1.15), ("pre-roll", 0.6, 0.90)]  # share, price beside the average
WEEKDAYS = np.array([0.96, 0.95, 0.96, 0.98, 1.04, 1.08, 1.03])  # of users, from Monday


def make(seed=SEED, cause=True, mix=True):
    """Return (sessions, ads): one row for each day and segment, and one for each ad format of it."""
    rng = np.random.default_rng(seed)
    days = START + np.arange(7 * WEEKS)
    count = len(days), len(SEGMENTS)
    users, visits, chances, fill, price = (
        np.array([row[place] for row in SEGMENTS]) for place in range(2, 7)
    )
    last_week = days >= days[-7]
    grown = np.array([MIX.get(row[:2], 1.0) for row in SEGMENTS])
    users = (
        users
        * WEEKDAYS[np.arange(len(days)) % 7, None]
        * np.where((last_week & mix)[:, None], grown, 1.0)
    )
    hit = np.array([row[:2] == (CAUSE["platform"], CAUSE["country"]) for row in SEGMENTS])
    lost = np.where((days >= CAUSE["day"])[:, None] & hit & cause, CAUSE["size"], 0.0)
    users = rng.poisson(users * _noise(rng, count, 0.03) * _shared(rng, len(days), 0.01))
    sessions = rng.poisson(users * visits * _noise(rng, count, 0.015))
    chance = sessions * chances * _noise(rng, count, 0.02)
    filled = np.clip(fill * (1 + lost) * _noise(rng, count, 0.01), 0, 1)
    paid = price * _noise(rng, count, 0.02) * _shared(rng, len(days), 0.015)
    keys = {
        "day": np.repeat(days, len(SEGMENTS)),
        "platform": [row[0] for row in SEGMENTS] * len(days),
        "country": [row[1] for row in SEGMENTS] * len(days),
    }
    visited = pd.DataFrame({**keys, "users": users.ravel(), "sessions": sessions.ravel()})
    ads = [
        _ads(rng, keys, name, chance * share, filled, paid * dear) for name, share, dear in FORMATS
    ]
    order = ["day", "platform", "country", "format"]
    return visited, pd.concat(ads).sort_values(order, ignore_index=True)


def _ads(rng, keys, name, chance, filled, price):
    opportunities = rng.poisson(chance).ravel()
    impressions = rng.binomial(opportunities, filled.ravel())
    return pd.DataFrame(
        {
            **keys,
            "format": name,
            "opportunities": opportunities,
            "impressions": impressions,
            "revenue": (impressions * price.ravel() / 1000).round(2),
            "currency": "EUR",
        }
    )


def _noise(rng, count, size):
    """Return factors around 1, one for each day and segment."""
    return np.exp(rng.normal(0, size, count))


def _shared(rng, days, size, memory=0.6):
    """Return a factor a day that all segments share, and that remembers the day before."""
    state = np.zeros(days)
    state[0] = rng.normal(0, size)
    for day in range(1, days):
        state[day] = memory * state[day - 1] + rng.normal(0, size * np.sqrt(1 - memory**2))
    return np.exp(state)[:, None]


if __name__ == "__main__":
    folder = Path(__file__).parent
    for name, frame in zip(("sessions", "ads"), make(), strict=True):
        frame.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")
