import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold, cross_val_score, train_test_split

churn = pd.read_parquet("churn_features.parquet").sort_values("month")
X, y = churn.drop(columns=["churned", "month"]), churn["churned"]

early_X, late_X, early_y, late_y = train_test_split(X, y, test_size=0.2, shuffle=False)
model = LogisticRegression(max_iter=1000)
print("folds", cross_val_score(model, early_X, early_y, cv=KFold(n_splits=5), scoring="roc_auc"))
print("held out", model.fit(early_X, early_y).score(late_X, late_y))
