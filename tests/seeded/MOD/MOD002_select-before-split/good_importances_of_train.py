import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

claims = pd.read_parquet("insurance_claims.parquet")
X, y = claims.drop(columns=["fraud"]), claims["fraud"]
X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, random_state=8)

ranker = RandomForestClassifier(n_estimators=300, random_state=8).fit(X_train, y_train)
order = np.argsort(ranker.feature_importances_)[::-1]
keep = X.columns[order[:20]]

model = RandomForestClassifier(n_estimators=500, random_state=8).fit(X_train[keep], y_train)
print("20 best:", roc_auc_score(y_test, model.predict_proba(X_test[keep])[:, 1]))
