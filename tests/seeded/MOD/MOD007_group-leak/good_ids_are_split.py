# config: unit = "driver_id"
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

trips = pd.read_csv("trips.csv", usecols=["driver_id", "trip_id", "km", "night", "accident"])
train_ids, test_ids = train_test_split(trips["driver_id"].unique(), test_size=0.3, random_state=2)
train = trips[trips["driver_id"].isin(train_ids)]
test = trips[trips["driver_id"].isin(test_ids)]

cols = ["km", "night"]
model = LogisticRegression(max_iter=500).fit(train[cols], train["accident"])
print(model.score(test[cols], test["accident"]), 1 - test["accident"].mean())
