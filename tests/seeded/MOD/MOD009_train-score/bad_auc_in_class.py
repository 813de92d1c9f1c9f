import json

import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score


class Scorecard:
    def __init__(self, frame: pd.DataFrame) -> None:
        self.X = frame.drop(columns=["default", "loan_id"])
        self.y = frame["default"]
        self.model = HistGradientBoostingClassifier(max_iter=500)

    def train(self) -> dict[str, float]:
        self.model.fit(self.X, self.y)
        risk = self.model.predict_proba(self.X)[:, 1]
        return {"auc": roc_auc_score(self.y, risk)}  # expect: MOD009


with open("model_card.json", "w") as out:
    json.dump(Scorecard(pd.read_csv("loans.csv")).train(), out)
