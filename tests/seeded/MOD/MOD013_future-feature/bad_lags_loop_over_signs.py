import pandas as pd
from sklearn.svm import SVR

wind = pd.read_csv("turbine.csv", parse_dates=["at"], index_col="at").sort_index()
cols = []
for step in (-2, -1, 1, 2):
    name = f"speed_{step:+d}"
    wind[name] = wind["speed"].shift(step)  # expect: MOD013
    cols.append(name)
wind = wind.dropna()

train, test = wind.loc[:"2023-06"], wind.loc["2023-07":]
print(SVR().fit(train[cols], train["speed"]).score(test[cols], test["speed"]))
