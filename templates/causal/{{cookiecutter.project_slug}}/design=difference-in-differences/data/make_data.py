"""Makes the synthetic logs of this folder: python data/make_data.py

The truth is planted: treated markets earn EFFECT more a week, and no other market does.
"""

from pathlib import Path

import numpy as np
import pandas as pd
from logs import MARKETS, START, remembered, sales, write

SEED = 20260302
WEEKS_BEFORE = 16
WEEKS = 8
EFFECT = 30.0  # EUR a week for each 1,000 inhabitants
TREATED = ["Almada", "Braga", "Evora", "Guarda", "Leiria", "Matosinhos", "Setubal", "Viseu"]


def make(seed=SEED, effect=EFFECT, trend=0.0, early=0, spill=0.0, shock=0.0):
    """Return the tables sales, markets and rollout, by name.

    What breaks the design: trend (EUR a week that treated markets gain anyway, each week), early
    (weeks by which the effect comes too soon), spill (the share of it that neighbours get), shock
    (the share of its revenue that one treated market loses in the second treated week).
    """
    rng = np.random.default_rng(seed)
    weeks = WEEKS_BEFORE + WEEKS
    week = np.arange(weeks)[:, None]
    treated = np.isin(MARKETS, TREATED)
    markets = pd.DataFrame(
        {
            "market": MARKETS,
            "inhabitants": rng.integers(30, 500, len(MARKETS)) * 1000,
            "neighbour": np.roll(MARKETS, -1),
        }
    )
    beside = markets["neighbour"].isin(TREATED).to_numpy() & ~treated
    level = rng.normal(700, 80, len(MARKETS))
    course = level + 2.0 * week + 15 * remembered(rng, weeks, 1)  # growth and season of all markets
    course = course + 14 * remembered(rng, weeks, len(MARKETS)) + trend * week * treated
    on = week >= WEEKS_BEFORE - early
    course = course + effect * on * (treated + spill * beside)
    course[WEEKS_BEFORE + 1, MARKETS.index(TREATED[0])] *= 1 - shock
    log = sales(rng, course, markets, WEEKS_BEFORE, noise=0.04)
    return {"sales": log, "markets": markets, "rollout": rollout()}


def rollout():
    """Return the log of operations."""
    return pd.DataFrame({"market": TREATED, "treated_from": START})


if __name__ == "__main__":
    write(Path(__file__).parent, make())
