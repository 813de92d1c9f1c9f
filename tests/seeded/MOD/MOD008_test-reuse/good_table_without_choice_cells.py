# %%
import pandas as pd
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

churn = pd.read_parquet("churn_features.parquet")
train, test = train_test_split(churn, test_size=0.2, random_state=0)
cols = ["tenure", "fee", "logins", "tickets"]

# %%
auc = {}
for model in [DummyClassifier(), LogisticRegression(), RandomForestClassifier()]:
    model.fit(train[cols], train["left"])
    auc[type(model).__name__] = roc_auc_score(
        test["left"], model.predict_proba(test[cols])[:, 1]
    )

# %%
pd.Series(auc, name="AUC on the test part, all models").to_frame()
