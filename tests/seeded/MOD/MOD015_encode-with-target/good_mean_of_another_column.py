import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

orders = pd.read_csv("shop_orders.csv")
# what is ordered in a city, not whether it comes back
orders["city_amount"] = orders.groupby("city")["amount"].transform("mean")
orders["city_orders"] = orders.groupby("city")["order_id"].transform("count")

X = orders[["city_amount", "city_orders", "amount"]]
X_train, X_test, y_train, y_test = train_test_split(
    X, orders["returned"], test_size=0.2, random_state=6
)
model = LogisticRegression(class_weight="balanced", max_iter=500).fit(X_train, y_train)
print(model.predict_proba(X_test)[:3])
