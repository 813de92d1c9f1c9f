import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import cross_val_score

viewers = pd.read_parquet("viewers.parquet")
X, y = viewers.drop(columns=["minutes"]), viewers["minutes"]

model = RandomForestRegressor(n_estimators=300, random_state=8)
r2 = cross_val_score(model, X, y, cv=5, scoring="r2")
print("all features:", r2.mean())

model.fit(X, y)
top = pd.Series(model.feature_importances_, index=X.columns).nlargest(10)
top.sort_values().plot.barh(title="What the model leans on")
