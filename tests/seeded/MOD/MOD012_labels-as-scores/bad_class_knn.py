import pandas as pd
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


class RenewalScorer:
    def __init__(self, members: pd.DataFrame) -> None:
        self.train, self.test = train_test_split(members, test_size=0.2, random_state=3)
        self.model = make_pipeline(StandardScaler(), KNeighborsClassifier(25))

    def fit(self) -> "RenewalScorer":
        self.model.fit(self.train.drop(columns="renewed"), self.train["renewed"])
        return self

    def auc(self) -> float:
        guess = self.model.predict(self.test.drop(columns="renewed"))
        return roc_auc_score(self.test["renewed"], guess)  # expect: MOD012


print(RenewalScorer(pd.read_csv("gym_members.csv")).fit().auc())
