import pandas as pd
from statsmodels.tsa.stattools import adfuller

series = pd.read_csv("revenue.csv", index_col="day")["revenue"]
order = 0
while adfuller(series.dropna())[1] > 0.05:
    series = series.diff()
    order += 1
print("d =", order)
