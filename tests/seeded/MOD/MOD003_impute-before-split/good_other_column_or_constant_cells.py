# %%
import pandas as pd
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.model_selection import train_test_split

orders = pd.read_parquet("orders.parquet")

# %%
orders["ship_city"] = orders["ship_city"].fillna(orders["bill_city"])
orders["coupon_value"] = orders["coupon_value"].fillna(0.0)
orders["channel"] = orders["channel"].fillna("unknown")
overall = orders["basket_value"].mean()
print(f"mean basket {overall:.2f}")

# %%
X = pd.get_dummies(orders[["ship_city", "coupon_value", "channel"]])
X_train, X_test, y_train, y_test = train_test_split(
    X, orders["basket_value"], random_state=14
)
HistGradientBoostingRegressor().fit(X_train, y_train).score(X_test, y_test)
