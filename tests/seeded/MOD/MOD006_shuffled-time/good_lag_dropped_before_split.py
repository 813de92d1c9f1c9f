import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

calls = pd.read_csv("support_calls.csv", parse_dates=["opened"]).sort_values("opened")
calls["gap"] = calls["opened"].diff()
print("median gap between calls", calls["gap"].median())
calls = calls.drop(columns=["gap", "opened"])

X = pd.get_dummies(calls.drop(columns="escalated"))
X_train, X_test, y_train, y_test = train_test_split(
    X, calls["escalated"], test_size=0.2, stratify=calls["escalated"], random_state=11
)
forest = RandomForestClassifier(random_state=11).fit(X_train, y_train)
print(forest.score(X_test, y_test), 1 - y_test.mean())
