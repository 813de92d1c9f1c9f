import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.metrics import mean_absolute_error

meter = pd.read_csv("heat_meter.csv", parse_dates=["at"], index_col="at")
daily = meter.resample("D").agg({"kwh": "sum", "outside_c": "mean"})
daily["weekday"] = daily.index.dayofweek

cols = ["outside_c", "weekday"]
train, test = daily.loc[:"2023-09-30"], daily.loc["2023-10-01":]
model = GradientBoostingRegressor(random_state=0).fit(train[cols], train["kwh"])
print(mean_absolute_error(test["kwh"], model.predict(test[cols])))
