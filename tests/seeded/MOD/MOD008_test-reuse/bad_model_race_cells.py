# %%
import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

churn = pd.read_parquet("churn_features.parquet")
train, test = train_test_split(churn, test_size=0.2, random_state=0)
cols = ["tenure", "fee", "logins", "tickets"]

# %%
best_auc, best_model = 0.0, None
for model in [LogisticRegression(), RandomForestClassifier(), GradientBoostingClassifier()]:
    model.fit(train[cols], train["left"])
    auc = roc_auc_score(test["left"], model.predict_proba(test[cols])[:, 1])
    if auc > best_auc:  # expect: MOD008
        best_auc, best_model = auc, model

# %%
print(type(best_model).__name__, "reaches an AUC of", best_auc)  # also: MOD008
