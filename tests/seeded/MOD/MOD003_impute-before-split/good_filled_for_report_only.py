import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import train_test_split

users = pd.read_csv("stream_users.csv")
shown = users.copy()
shown["age"] = shown["age"].fillna(shown["age"].median())
print(shown.groupby("plan")["age"].describe())

# the booster takes missing ages as they are
X_train, X_test, y_train, y_test = train_test_split(
    users[["age", "minutes", "devices"]], users["cancelled"], random_state=15
)
model = HistGradientBoostingClassifier(random_state=15).fit(X_train, y_train)
print(model.score(X_test, y_test), 1 - y_test.mean())
