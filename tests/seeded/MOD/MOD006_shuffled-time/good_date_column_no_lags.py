import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

policies = pd.read_csv("policies.csv", parse_dates=["issued", "born"])
policies["age_at_issue"] = (policies["issued"] - policies["born"]).dt.days / 365.25
policies["issue_month"] = policies["issued"].dt.month
policies = policies.sort_values("issued")

X = policies[["age_at_issue", "issue_month", "vehicle_value"]]
X_train, X_test, y_train, y_test = train_test_split(
    X, policies["claimed"], stratify=policies["claimed"], random_state=5
)
model = GradientBoostingClassifier(random_state=5).fit(X_train, y_train)
print(roc_auc_score(y_test, model.predict_proba(X_test)[:, 1]))
