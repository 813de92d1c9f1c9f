import pandas as pd
from sklearn.feature_selection import SelectFromModel
from sklearn.linear_model import LassoCV, LinearRegression
from sklearn.model_selection import KFold, cross_val_score


class WatchTimeModel:
    def __init__(self, frame: pd.DataFrame, target: str) -> None:
        self.y = frame[target]
        self.X = frame.drop(columns=target)

    def cross_validated(self) -> float:
        picker = SelectFromModel(LassoCV(cv=5))
        picker.fit(self.X, self.y)  # expect: MOD002
        small = picker.transform(self.X)  # also: MOD002
        folds = KFold(10, shuffle=True, random_state=0)
        return cross_val_score(LinearRegression(), small, self.y, cv=folds).mean()


print(WatchTimeModel(pd.read_parquet("viewers.parquet"), "minutes").cross_validated())
