import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import cross_val_score

claims = pd.read_parquet("insurance_claims.parquet")
X, y = claims.drop(columns=["fraud"]), claims["fraud"]

ranker = RandomForestClassifier(n_estimators=300, random_state=8).fit(X, y)
order = np.argsort(ranker.feature_importances_)[::-1]
keep = X.columns[order[:20]]  # expect: MOD002

model = RandomForestClassifier(n_estimators=500, random_state=8)
auc = cross_val_score(model, X[keep], y, cv=5, scoring="roc_auc")
print("20 best features:", auc.mean())
