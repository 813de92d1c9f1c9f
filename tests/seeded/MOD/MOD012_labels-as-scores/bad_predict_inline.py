import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

calls = pd.read_csv("bank_calls.csv")
X, y = calls.drop(columns="subscribed"), calls["subscribed"]
X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, random_state=2)

clf = RandomForestClassifier(random_state=2).fit(X_train, y_train)
print("ROC AUC:", roc_auc_score(y_test, clf.predict(X_test)))  # expect: MOD012
