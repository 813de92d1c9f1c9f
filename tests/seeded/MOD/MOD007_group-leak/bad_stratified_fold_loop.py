# config: unit = "household_id"
import pandas as pd
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold
from sklearn.tree import DecisionTreeClassifier

baskets = pd.read_csv("loyalty_baskets.csv").sort_values(["household_id", "basket_no"])
print("baskets a household:", baskets.groupby("household_id").size().describe())
y = baskets["coupon_used"]
X = baskets[["items", "spend", "discount_share"]]
scores = []
for fit, check in StratifiedKFold(5, shuffle=True, random_state=1).split(X, y):  # expect: MOD007
    tree = DecisionTreeClassifier(max_depth=5).fit(X.iloc[fit], y.iloc[fit])
    scores.append(f1_score(y.iloc[check], tree.predict(X.iloc[check])))
print(sum(scores) / len(scores))
