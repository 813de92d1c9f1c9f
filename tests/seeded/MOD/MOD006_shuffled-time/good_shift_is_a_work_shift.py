import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

incidents = pd.read_csv("warehouse_incidents.csv")
incidents["night"] = (incidents["shift"] == "night").astype(int)
incidents["price_diff"] = incidents["list_price"] - incidents["paid_price"]
incidents["rolling_stock"] = incidents["vehicle"].isin(["forklift", "tugger"]).astype(int)

X = incidents[["night", "price_diff", "rolling_stock"]]
X_train, X_test, y_train, y_test = train_test_split(
    X, incidents["injury"], test_size=0.3, random_state=2
)
tree = DecisionTreeClassifier(max_depth=3, random_state=2).fit(X_train, y_train)
print(tree.score(X_test, y_test), 1 - y_test.mean())
