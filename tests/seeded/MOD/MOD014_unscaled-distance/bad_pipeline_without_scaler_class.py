import pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import Pipeline


class ChurnNeighbours:
    cols = ["tenure_days", "monthly_fee_eur", "support_calls"]

    def __init__(self) -> None:
        steps = [("impute", SimpleImputer()), ("knn", KNeighborsClassifier(15))]
        self.pipe = Pipeline(steps)  # also: MOD014

    def evaluate(self, subs: pd.DataFrame) -> float:
        train, test = train_test_split(subs, stratify=subs["churned"], random_state=0)
        self.pipe.fit(train[self.cols], train["churned"])  # expect: MOD014
        return self.pipe.score(test[self.cols], test["churned"])  # also: MOD014


print(ChurnNeighbours().evaluate(pd.read_csv("subscribers.csv")))
