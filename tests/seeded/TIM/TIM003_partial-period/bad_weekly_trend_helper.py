from datetime import date, timedelta

import numpy as np
import pandas as pd


def weekly_slope(signups: pd.DataFrame, weeks: int = 12) -> float:
    end = date.today()
    begin = end - timedelta(weeks=weeks)
    window = signups[signups["day"].between(pd.Timestamp(begin), pd.Timestamp(end))]  # expect: TIM003
    by_week = window.groupby(window["day"].dt.to_period("W"))["signups"].sum()
    return np.polyfit(np.arange(len(by_week)), by_week, 1)[0]  # also: TIM003


print(f"{weekly_slope(pd.read_csv('signups.csv', parse_dates=['day'])):+.1f} sign-ups a week")
