import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier


class RenewalModel:
    features = ["tenure_months", "monthly_fee", "logins"]

    def __init__(self, path: str) -> None:
        self.df = pd.read_csv(path)

    def prepare(self) -> None:
        self.df["logins"] = self.df.logins.fillna(self.df.logins.median())  # expect: MOD003

    def evaluate(self) -> float:
        self.prepare()  # also: MOD003
        train, test = train_test_split(self.df, test_size=0.2, random_state=0)
        tree = DecisionTreeClassifier(max_depth=4, random_state=0)
        tree.fit(train[self.features], train["renewed"])
        return tree.score(test[self.features], test["renewed"])


print(RenewalModel("renewals.csv").evaluate())
