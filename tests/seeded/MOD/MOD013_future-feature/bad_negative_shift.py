import pandas as pd
from sklearn.ensemble import RandomForestRegressor

sales = pd.read_csv("daily_sales.csv", parse_dates=["day"]).sort_values("day")
sales["yesterday"] = sales["units"].shift(1)
sales["tomorrow_units"] = sales["units"].shift(-1)  # expect: MOD013
sales = sales.dropna()

cols = ["yesterday", "tomorrow_units", "promo"]
train, test = sales[sales["day"] < "2023-10-01"], sales[sales["day"] >= "2023-10-01"]
forest = RandomForestRegressor(random_state=0).fit(train[cols], train["units"])
print("R2", forest.score(test[cols], test["units"]))
