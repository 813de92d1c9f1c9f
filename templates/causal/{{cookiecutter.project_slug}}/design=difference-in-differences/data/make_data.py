"""Makes the synthetic logs of this folder: python data/make_data.py

The truth is planted: treated markets earn EFFECT more a week, and no other market does.
"""

from pathlib import Path

import numpy as np
import pandas as pd

SEED = 20260302
START = pd.Timestamp("2026-03-02")  # a Monday
WEEKS_BEFORE = 16
WEEKS = 8
EFFECT = 30.0  # EUR a week for each 1,000 inhabitants
TREATED = ["Almada", "Braga", "Evora", "Guarda", "Leiria", "Matosinhos", "Setubal", "Viseu"]
MARKETS = [
    *["Almada", "Amadora", "Aveiro", "Barreiro", "Beja", "Braga", "Coimbra", "Covilha"],
    *["Evora", "Faro", "Funchal", "Guarda", "Guimaraes", "Leiria", "Lisboa", "Loures"],
    *["Matosinhos", "Odivelas", "Porto", "Santarem", "Setubal", "Sintra", "Tomar", "Viseu"],
]
WEEKDAYS = np.array([0.9, 0.9, 0.95, 1.0, 1.15, 1.2, 0.9]) / 7  # shares of a week, from Monday


def remembered(rng, weeks, columns, share=0.5):
    """Return shocks of variance 1, shape (weeks, columns), each remembering `share` of the last."""
    shocks = rng.standard_normal((weeks, columns))
    for week in range(1, weeks):
        shocks[week] = share * shocks[week - 1] + np.sqrt(1 - share**2) * shocks[week]
    return shocks


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
    return {"sales": sales(rng, course, markets), "markets": markets, "rollout": rollout()}


def sales(rng, course, markets):
    """Return the daily log of weekly courses, shape (weeks, markets), per 1,000 inhabitants."""
    days = pd.date_range(START - pd.Timedelta(weeks=WEEKS_BEFORE), periods=7 * len(course))
    daily = (course[:, None, :] * WEEKDAYS[None, :, None]).reshape(len(days), -1)
    daily = daily * rng.normal(1, 0.04, daily.shape)
    revenue = np.maximum(daily, 0) * markets["inhabitants"].to_numpy() / 1000
    grid = pd.MultiIndex.from_product([days, MARKETS], names=["day", "market"])
    frame = pd.DataFrame({"revenue": revenue.ravel().round(2)}, index=grid).reset_index()
    return frame[["market", "day", "revenue"]]


def rollout():
    """Return the log of operations."""
    return pd.DataFrame({"market": TREATED, "treated_from": START})


def write(folder, tables):
    """Write tables as CSV."""
    for name, frame in tables.items():
        frame.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")


if __name__ == "__main__":
    write(Path(__file__).parent, make())
