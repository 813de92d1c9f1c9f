import json

import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.model_selection import GridSearchCV


class EtaModel:
    def __init__(self, path: str) -> None:
        self.trips = pd.read_csv(path)
        self.search = GridSearchCV(
            GradientBoostingRegressor(random_state=1), {"max_depth": [2, 3, 4, 5]}
        )

    def train(self) -> "EtaModel":
        self.search.fit(self.trips.drop(columns="minutes"), self.trips["minutes"])
        return self

    def card(self) -> str:
        card = {"params": self.search.best_params_, "r2": self.search.best_score_}  # expect: MOD010
        return json.dumps(card)


print(EtaModel("trips.csv").train().card())
