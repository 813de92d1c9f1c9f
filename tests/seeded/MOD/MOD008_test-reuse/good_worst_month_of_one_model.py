import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_absolute_error

etas = pd.read_csv("delivery_etas.csv", parse_dates=["ordered"])
cols = ["km", "stops", "rain_mm"]
train = etas[etas["ordered"] < "2023-07-01"]
test = etas[etas["ordered"] >= "2023-07-01"]
forest = RandomForestRegressor(random_state=5).fit(train[cols], train["minutes"])

errors = {}
for month, part in test.groupby(test["ordered"].dt.to_period("M")):
    errors[month] = mean_absolute_error(part["minutes"], forest.predict(part[cols]))
worst = max(errors, key=errors.get)
print("all months:", mean_absolute_error(test["minutes"], forest.predict(test[cols])))
print("worst month:", worst, errors[worst])
