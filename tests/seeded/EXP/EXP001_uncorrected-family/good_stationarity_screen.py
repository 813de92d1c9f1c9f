import pandas as pd
from statsmodels.tsa.stattools import adfuller

daily = pd.read_csv("daily_metrics.csv", parse_dates=["day"], index_col="day")
to_difference = []
for name in daily.columns:
    p_value = adfuller(daily[name].dropna())[1]
    if p_value > 0.05:
        to_difference.append(name)
daily[to_difference] = daily[to_difference].diff()
