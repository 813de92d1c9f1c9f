# config: unit = "driver_id"
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split


def evaluate(rows: pd.DataFrame, label: str) -> float:
    train, test = train_test_split(rows, test_size=0.3, random_state=2)  # expect: MOD007
    model = LogisticRegression(max_iter=500).fit(train.drop(columns=label), train[label])
    return model.score(test.drop(columns=label), test[label])


trips = pd.read_csv("trips.csv", usecols=["driver_id", "trip_id", "km", "night", "accident"])
trips["mean_km"] = trips.groupby("driver_id")["km"].transform("mean")
print(evaluate(trips.drop(columns=["driver_id", "trip_id"]), "accident"))  # also: MOD007
