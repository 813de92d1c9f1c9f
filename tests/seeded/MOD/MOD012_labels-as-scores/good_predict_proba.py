import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import confusion_matrix, roc_auc_score
from sklearn.model_selection import train_test_split

calls = pd.read_csv("bank_calls.csv")
X, y = calls.drop(columns="subscribed"), calls["subscribed"]
X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, random_state=2)

clf = RandomForestClassifier(random_state=2).fit(X_train, y_train)
y_pred = clf.predict(X_test)
print(confusion_matrix(y_test, y_pred))
y_pred = clf.predict_proba(X_test)[:, 1]
print("ROC AUC:", roc_auc_score(y_test, y_pred))
