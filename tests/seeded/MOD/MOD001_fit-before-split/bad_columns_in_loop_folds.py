import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import KFold
from sklearn.preprocessing import QuantileTransformer

NUMERIC = ["floor_area", "rooms", "year_built", "distance_to_station"]

flats = pd.read_csv("flats.csv")
for column in NUMERIC:
    flats[column] = QuantileTransformer(n_quantiles=200).fit_transform(  # expect: MOD001
        flats[[column]]
    )

scores = []
for train, test in KFold(n_splits=5, shuffle=True, random_state=11).split(flats):
    ridge = Ridge().fit(flats.iloc[train][NUMERIC], flats.iloc[train]["rent"])
    scores.append(ridge.score(flats.iloc[test][NUMERIC], flats.iloc[test]["rent"]))
print(sum(scores) / len(scores))
