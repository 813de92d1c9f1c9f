"""Makes the synthetic logs of this folder: python data/make_data.py

The truth is planted: markets that chance chose earn EFFECT more a week, and no other one does.
"""

from pathlib import Path

import numpy as np
import pandas as pd

SEED = 20260302
START = pd.Timestamp("2026-03-02")  # a Monday
WEEKS_BEFORE = 16
WEEKS = 8
EFFECT = 30.0  # EUR a week for each 1,000 inhabitants
SPEND = 150.0  # EUR a day in each treated market
TREATED = [  # by assign.py
    *["Almada", "Coimbra", "Covilha", "Faro", "Guarda", "Leiria"],
    *["Lisboa", "Odivelas", "Santarem", "Setubal", "Sintra", "Viseu"],
]
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


def make(seed=SEED, effect=EFFECT, treated=TREATED, trend=0.0, early=0, spill=0.0, shock=0.0):
    """Return the tables sales, markets and spend, by name.

    What breaks the design: trend (EUR a week that treated markets gain anyway, each week), early
    (weeks by which the effect comes too soon), spill (the share of it that neighbours get), shock
    (the share of its revenue that one treated market loses in the second treated week).
    """
    rng = np.random.default_rng(seed)
    weeks = WEEKS_BEFORE + WEEKS
    week = np.arange(weeks)[:, None]
    chosen = np.isin(MARKETS, treated)
    markets = pd.DataFrame(
        {
            "market": MARKETS,
            "inhabitants": rng.integers(30, 500, len(MARKETS)) * 1000,
            "neighbour": np.roll(MARKETS, -1),
        }
    )
    beside = markets["neighbour"].isin(treated).to_numpy() & ~chosen
    level = rng.normal(700, 80, len(MARKETS))
    course = level + 2.0 * week + 15 * remembered(rng, weeks, 1)  # growth and season of all markets
    course = course + 14 * remembered(rng, weeks, len(MARKETS)) + trend * week * chosen
    on = week >= WEEKS_BEFORE - early
    course = course + effect * on * (chosen + spill * beside)
    course[WEEKS_BEFORE + 1, MARKETS.index(treated[0])] *= 1 - shock
    return {"sales": sales(rng, course, markets), "markets": markets, "spend": spend(treated)}


def sales(rng, course, markets):
    """Return the daily log of weekly courses, shape (weeks, markets), per 1,000 inhabitants."""
    days = pd.date_range(START - pd.Timedelta(weeks=WEEKS_BEFORE), periods=7 * len(course))
    daily = (course[:, None, :] * WEEKDAYS[None, :, None]).reshape(len(days), -1)
    daily = daily * rng.normal(1, 0.04, daily.shape)
    revenue = np.maximum(daily, 0) * markets["inhabitants"].to_numpy() / 1000
    grid = pd.MultiIndex.from_product([days, MARKETS], names=["day", "market"])
    frame = pd.DataFrame({"revenue": revenue.ravel().round(2)}, index=grid).reset_index()
    return frame[["market", "day", "revenue"]]


def spend(treated):
    """Return the campaign's bill: SPEND for each treated market and day."""
    days = pd.date_range(START, periods=7 * WEEKS)
    grid = pd.MultiIndex.from_product([treated, days], names=["market", "day"])
    return pd.DataFrame({"spend": SPEND}, index=grid).reset_index()


def write(folder, tables):
    """Write tables as CSV."""
    for name, frame in tables.items():
        frame.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")


if __name__ == "__main__":
    write(Path(__file__).parent, make())
