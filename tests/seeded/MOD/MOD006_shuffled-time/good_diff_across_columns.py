import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import KFold, cross_val_score

# one row a rider, split times along the course
race = pd.read_csv("triathlon_results.csv")
legs = ["swim_end", "bike_end", "run_end"]
race[["t1", "bike", "run"]] = race[legs].diff(axis=1).fillna(0)
race["swim"] = race["swim_end"]

folds = KFold(n_splits=5, shuffle=True, random_state=0)
X = race[["swim", "bike", "run"]]
print(cross_val_score(Ridge(), X, race["heart_rate"], cv=folds).mean())
