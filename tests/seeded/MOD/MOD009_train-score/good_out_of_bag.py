import json

import pandas as pd
from sklearn.ensemble import RandomForestClassifier


class Scorecard:
    def __init__(self, frame: pd.DataFrame) -> None:
        self.X = frame.drop(columns=["default", "loan_id"])
        self.y = frame["default"]
        self.model = RandomForestClassifier(500, oob_score=True, random_state=4)

    def train(self) -> dict[str, float]:
        self.model.fit(self.X, self.y)
        return {"accuracy": self.model.oob_score_, "base_rate": float(self.y.mean())}


with open("model_card.json", "w") as out:
    json.dump(Scorecard(pd.read_csv("loans.csv")).train(), out)
