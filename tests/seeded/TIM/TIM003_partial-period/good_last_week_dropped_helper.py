from datetime import date, timedelta

import numpy as np
import pandas as pd


def weekly_slope(signups: pd.DataFrame, weeks: int = 12) -> float:
    end = date.today()
    end -= timedelta(days=end.weekday())  # the Monday of this week, itself left out below
    begin = end - timedelta(weeks=weeks)
    window = signups[(signups["day"] >= pd.Timestamp(begin)) & (signups["day"] < pd.Timestamp(end))]
    by_week = window.groupby(window["day"].dt.to_period("W"))["signups"].sum()
    return np.polyfit(np.arange(len(by_week)), by_week, 1)[0]


print(f"{weekly_slope(pd.read_csv('signups.csv', parse_dates=['day'])):+.1f} sign-ups a week")
