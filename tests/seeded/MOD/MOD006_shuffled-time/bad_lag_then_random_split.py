import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import train_test_split

sales = pd.read_csv("daily_sales.csv", parse_dates=["day"]).sort_values("day")
for k in (1, 7, 14):
    sales[f"lag_{k}"] = sales["units"].shift(k)
sales = sales.dropna()

X = sales[["lag_1", "lag_7", "lag_14"]]
y = sales["units"]
X_train, X_test, y_train, y_test = train_test_split(  # expect: MOD006
    X, y, test_size=0.2, random_state=42
)
model = RandomForestRegressor(random_state=42).fit(X_train, y_train)
print("R2 on held-out days", model.score(X_test, y_test))
