# config: unit = "household_id"
import pandas as pd
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

baskets = pd.read_csv("loyalty_baskets.csv")
homes = baskets.groupby("household_id", as_index=False).agg(
    spend=("spend", "sum"), baskets=("basket_no", "nunique"), lapsed=("lapsed", "max")
)
X_train, X_test, y_train, y_test = train_test_split(
    homes[["spend", "baskets"]], homes["lapsed"], stratify=homes["lapsed"], random_state=1
)
tree = DecisionTreeClassifier(max_depth=5).fit(X_train, y_train)
print(f1_score(y_test, tree.predict(X_test)))
