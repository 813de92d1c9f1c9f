import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import ParameterGrid, train_test_split

GRID = ParameterGrid({"max_depth": [4, 8, 16, None], "min_samples_leaf": [1, 5, 20]})

etas = pd.read_csv("delivery_etas.csv")
work, holdout = train_test_split(etas, test_size=0.2, random_state=5)
train, test = train_test_split(work, test_size=0.25, random_state=5)


def error_of(model, part: pd.DataFrame) -> float:
    return mean_absolute_error(part["minutes"], model.predict(part.drop(columns="minutes")))


X, y = train.drop(columns="minutes"), train["minutes"]
models = [RandomForestRegressor(random_state=5, **params).fit(X, y) for params in GRID]
best = min(models, key=lambda model: error_of(model, test))
print("expected error in production:", error_of(best, holdout), "with", best.get_params())
