import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.impute import KNNImputer
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split


def holdout_error(features, target, seed=5):
    X_tr, X_te, y_tr, y_te = train_test_split(features, target, random_state=seed)
    model = GradientBoostingRegressor(random_state=seed).fit(X_tr, y_tr)
    return mean_absolute_error(y_te, model.predict(X_te))


stays = pd.read_csv("ward_stays.csv")
labs = stays[["sodium", "creatinine", "albumin", "crp"]]
complete = KNNImputer(n_neighbors=5).fit_transform(labs)  # expect: MOD001
print(holdout_error(complete, stays["length_of_stay"]))
