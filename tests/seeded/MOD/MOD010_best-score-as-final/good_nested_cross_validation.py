import pandas as pd
from scipy.stats import loguniform
from sklearn import model_selection as ms
from sklearn.linear_model import ElasticNet


def tuned_performance(frame: pd.DataFrame, target: str) -> float:
    space = {"alpha": loguniform(1e-4, 10), "l1_ratio": [0.1, 0.5, 0.9]}
    search = ms.RandomizedSearchCV(ElasticNet(), space, n_iter=200, cv=5, random_state=3)
    X, y = frame.drop(columns=target), frame[target]
    outer = ms.cross_val_score(search, X, y, cv=ms.KFold(5, shuffle=True, random_state=4))
    search.fit(X, y)
    print("chosen for shipping:", search.best_params_, "inner score", search.best_score_)
    return outer.mean()


r2 = tuned_performance(pd.read_csv("rents.csv"), "rent")
print(f"The model explains {r2:.0%} of the variance of new rents")
