import pandas as pd
from sklearn.linear_model import Ridge

load = pd.read_csv("grid_load.csv", parse_dates=["hour"]).sort_values("hour")
cut = int(len(load) * 0.8)
train, test = load.iloc[:cut], load.iloc[cut:]
features = ["temperature", "weekday", "load_last_week"]
model = Ridge().fit(train[features], train["load_mw"])
print("R2 on the last fifth:", model.score(test[features], test["load_mw"]))
