"""What synthetic logs have in common, whatever the design: markets, days, remembered shocks."""

import numpy as np
import pandas as pd

START = pd.Timestamp("2026-03-02")  # a Monday
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


def sales(rng, course, markets, before, noise):
    """Return the daily log of weekly courses, shape (weeks, markets), per 1,000 inhabitants.

    before: how many of the weeks lie before the start; noise: a day's own spread, as a share.
    """
    days = pd.date_range(START - pd.Timedelta(weeks=before), periods=7 * len(course))
    daily = (course[:, None, :] * WEEKDAYS[None, :, None]).reshape(len(days), -1)
    daily = daily * rng.normal(1, noise, daily.shape)
    revenue = np.maximum(daily, 0) * markets["inhabitants"].to_numpy() / 1000
    grid = pd.MultiIndex.from_product([days, MARKETS], names=["day", "market"])
    frame = pd.DataFrame({"revenue": revenue.ravel().round(2)}, index=grid).reset_index()
    return frame[["market", "day", "revenue"]]


def write(folder, tables):
    """Write tables as CSV."""
    for name, frame in tables.items():
        frame.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")
