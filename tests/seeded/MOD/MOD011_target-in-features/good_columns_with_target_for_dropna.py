import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.model_selection import cross_val_score

TARGET = "sale_price"
FEATURES = ["area", "rooms", "age"]

homes = pd.read_parquet("homes.parquet")
data = homes[FEATURES + [TARGET]].dropna()
print(data.corr()[TARGET])

X = data[FEATURES]
y = data[TARGET]
print(cross_val_score(GradientBoostingRegressor(random_state=0), X, y, cv=5).mean())
