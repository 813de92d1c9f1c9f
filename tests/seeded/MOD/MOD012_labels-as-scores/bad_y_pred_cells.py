# %%
import pandas as pd
from sklearn import metrics as skm
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

stays = pd.read_parquet("icu_stays.parquet")
train, test = train_test_split(stays, test_size=0.25, random_state=7)
cols = ["age", "lactate", "gcs"]

# %%
logit = LogisticRegression(max_iter=500).fit(train[cols], train["died"])
y_pred = logit.predict(test[cols])

# %%
print(skm.classification_report(test["died"], y_pred))
print("AUC", skm.roc_auc_score(test["died"], y_pred))  # expect: MOD012
