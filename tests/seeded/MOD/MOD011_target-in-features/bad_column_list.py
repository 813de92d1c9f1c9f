import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

COLUMNS = ["tenure", "plan", "monthly_fee", "logins", "churned"]

subs = pd.read_csv("subscribers.csv", usecols=COLUMNS)
subs["plan"] = subs["plan"].astype("category").cat.codes
X = subs[COLUMNS]  # expect: MOD011
y = subs["churned"]
X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, random_state=1)
forest = RandomForestClassifier(random_state=1).fit(X_train, y_train)
print(forest.score(X_test, y_test), 1 - y_test.mean())
