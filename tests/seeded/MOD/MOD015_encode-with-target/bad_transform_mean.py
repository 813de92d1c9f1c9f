import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

orders = pd.read_csv("shop_orders.csv")
orders["city_rate"] = orders.groupby("city")["returned"].transform("mean")  # expect: MOD015
orders["city_orders"] = orders.groupby("city")["order_id"].transform("count")

X = orders[["city_rate", "city_orders", "amount"]]
X_train, X_test, y_train, y_test = train_test_split(
    X, orders["returned"], test_size=0.2, random_state=6
)
model = GradientBoostingClassifier(random_state=6).fit(X_train, y_train)
print(roc_auc_score(y_test, model.predict_proba(X_test)[:, 1]))
