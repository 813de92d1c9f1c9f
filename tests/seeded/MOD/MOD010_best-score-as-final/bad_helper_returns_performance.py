import pandas as pd
from scipy.stats import loguniform
from sklearn import model_selection as ms
from sklearn.linear_model import ElasticNet


def tuned_performance(frame: pd.DataFrame, target: str) -> float:
    space = {"alpha": loguniform(1e-4, 10), "l1_ratio": [0.1, 0.5, 0.9]}
    search = ms.RandomizedSearchCV(ElasticNet(), space, n_iter=200, cv=5, random_state=3)
    search.fit(frame.drop(columns=target), frame[target])
    return search.best_score_  # expect: MOD010


r2 = tuned_performance(pd.read_csv("rents.csv"), "rent")
print(f"The model explains {r2:.0%} of the variance of new rents")  # also: MOD010
