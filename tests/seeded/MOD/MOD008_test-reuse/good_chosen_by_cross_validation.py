import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import cross_val_score, train_test_split

churn = pd.read_parquet("churn_features.parquet")
X, y = churn.drop(columns="left"), churn["left"]
X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, random_state=0)

best_auc, best_model = 0.0, None
for model in [LogisticRegression(max_iter=500), GradientBoostingClassifier(random_state=0)]:
    auc = cross_val_score(model, X_train, y_train, cv=5, scoring="roc_auc").mean()
    if auc > best_auc:
        best_auc, best_model = auc, model

best_model.fit(X_train, y_train)
print("AUC on the test part:", roc_auc_score(y_test, best_model.predict_proba(X_test)[:, 1]))
