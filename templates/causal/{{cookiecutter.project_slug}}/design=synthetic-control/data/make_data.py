"""Makes the synthetic logs of this folder: python data/make_data.py

The truth is planted: Lisboa earns EFFECT more a week, and no other market does. It feels what
all feel, growth and season, to a degree that lies amid theirs.
"""

from pathlib import Path

import numpy as np
import pandas as pd
from logs import MARKETS, START, remembered, sales, write

SEED = 20260302
WEEKS_BEFORE = 26
WEEKS = 8
EFFECT = 30.0  # EUR a week for each 1,000 inhabitants
TREATED = ["Lisboa"]
BESIDE = ["Almada", "Amadora", "Barreiro", "Loures", "Odivelas", "Setubal", "Sintra"]


def make(seed=SEED, effect=EFFECT, trend=0.0, early=0, spill=0.0, shock=0.0):
    """Return the tables sales, markets and rollout, by name.

    What breaks the design: trend (EUR a week that Lisboa gains anyway, each week), early (weeks by
    which the effect comes too soon), spill (the share of it that neighbours get), shock
    (the share of its revenue that one donor loses in the second treated week).
    """
    rng = np.random.default_rng(seed)
    weeks = WEEKS_BEFORE + WEEKS
    week = np.arange(weeks)[:, None]
    treated = np.isin(MARKETS, TREATED)
    markets = pd.DataFrame(
        {
            "market": MARKETS,
            "inhabitants": rng.integers(30, 500, len(MARKETS)) * 1000,
            "neighbour": np.where(np.isin(MARKETS, BESIDE), "Lisboa", np.roll(MARKETS, -1)),
        }
    )
    beside = markets["neighbour"].isin(TREATED).to_numpy() & ~treated
    level = rng.uniform(600, 800, len(MARKETS))
    level[treated] = 720
    feels = rng.uniform(0, 2, (2, len(MARKETS)))  # how much of growth and season a market feels
    feels[:, treated] = 1
    common = np.hstack([2.0 * week, 15 * remembered(rng, weeks, 1, 0.9)])
    course = level + common @ feels + 5 * remembered(rng, weeks, len(MARKETS))
    course = course + trend * week * treated
    on = week >= WEEKS_BEFORE - early
    course = course + effect * on * (treated + spill * beside)
    course[WEEKS_BEFORE + 1, MARKETS.index("Porto")] *= 1 - shock
    log = sales(rng, course, markets, WEEKS_BEFORE, noise=0.02)
    return {"sales": log, "markets": markets, "rollout": rollout()}


def rollout():
    """Return the log of operations."""
    return pd.DataFrame({"market": TREATED, "treated_from": START})


if __name__ == "__main__":
    write(Path(__file__).parent, make())
