import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import ParameterGrid, train_test_split

GRID = ParameterGrid({"max_depth": [4, 8, 16, None], "min_samples_leaf": [1, 5, 20]})

etas = pd.read_csv("delivery_etas.csv")
X, y = etas.drop(columns="minutes"), etas["minutes"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=5)


def error_of(params: dict) -> float:
    forest = RandomForestRegressor(random_state=5, **params).fit(X_train, y_train)
    return mean_absolute_error(y_test, forest.predict(X_test))  # also: MOD008


tried = [(error_of(params), params) for params in GRID]
error, params = min(tried, key=lambda pair: pair[0])  # expect: MOD008
print("expected error in production:", round(error, 2), "minutes with", params)
