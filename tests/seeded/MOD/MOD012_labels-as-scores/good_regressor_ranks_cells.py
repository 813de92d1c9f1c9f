# %%
import pandas as pd
from sklearn import metrics as skm
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split

stays = pd.read_parquet("icu_stays.parquet")
train, test = train_test_split(stays, test_size=0.25, random_state=7)
cols = ["age", "lactate", "gcs"]

# %%
# days in hospital are predicted; does the forecast also rank the deaths?
ridge = Ridge().fit(train[cols], train["days"])
y_pred = ridge.predict(test[cols])

# %%
print("R2", skm.r2_score(test["days"], y_pred))
print("AUC for death", skm.roc_auc_score(test["died"], y_pred))
