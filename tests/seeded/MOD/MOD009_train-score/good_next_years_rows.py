import pandas as pd
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.metrics import mean_absolute_error

COLS = ["km", "age_years", "stops"]

frame = pd.read_csv("van_costs_2022.csv")
model = HistGradientBoostingRegressor().fit(frame[COLS], frame["repair_eur"])

frame = pd.read_csv("van_costs_2023.csv")
y_hat = model.predict(frame[COLS])
print("R2 a year later:", model.score(frame[COLS], frame["repair_eur"]))
print("mean absolute error:", mean_absolute_error(frame["repair_eur"], y_hat))
