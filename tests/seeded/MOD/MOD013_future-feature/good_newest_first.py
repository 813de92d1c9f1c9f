import pandas as pd
from sklearn.linear_model import Ridge

# newest day first: the row below is the day before
parking = pd.read_csv("parking.csv", parse_dates=["day"])
parking = parking.sort_values("day", ascending=False)
parking["free_yesterday"] = parking["free"].shift(-1)
parking["free_week_ago"] = parking["free"].shift(-7)
parking = parking.dropna()

cols = ["free_yesterday", "free_week_ago"]
train = parking[parking["day"] < "2023-10-01"]
test = parking[parking["day"] >= "2023-10-01"]
print(Ridge().fit(train[cols], train["free"]).score(test[cols], test["free"]))
