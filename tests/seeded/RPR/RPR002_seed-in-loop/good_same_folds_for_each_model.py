import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold, cross_val_score

churn = pd.read_parquet("churn_features.parquet")
X, y = churn.drop(columns="churned"), churn["churned"]
models = {"logit": LogisticRegression(max_iter=1000), "forest": RandomForestClassifier(random_state=0)}
for name, model in models.items():
    folds = KFold(n_splits=5, shuffle=True, random_state=42)  # one set of folds for all the models
    print(name, cross_val_score(model, X, y, cv=folds, scoring="roc_auc").mean())
