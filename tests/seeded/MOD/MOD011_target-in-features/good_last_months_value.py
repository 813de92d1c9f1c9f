import pandas as pd
from sklearn.ensemble import HistGradientBoostingRegressor

subs = pd.read_csv("subscriber_months.csv", parse_dates=["month"])
subs = subs.sort_values(["user_id", "month"])
subs["watch_minutes_before"] = subs.groupby("user_id")["watch_minutes"].shift(1)
subs = subs.dropna(subset=["watch_minutes_before"])

cols = ["watch_minutes_before", "devices", "profiles"]
past, recent = subs[subs["month"] < "2023-10-01"], subs[subs["month"] >= "2023-10-01"]
model = HistGradientBoostingRegressor().fit(past[cols], past["watch_minutes"])
print(model.score(recent[cols], recent["watch_minutes"]))
