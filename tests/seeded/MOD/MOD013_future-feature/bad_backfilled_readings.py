import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score

vitals = pd.read_csv("bedside_vitals.csv", parse_dates=["at"])
vitals = vitals.sort_values(["patient_id", "at"])
labs = ["lactate", "creatinine"]
vitals[labs] = vitals.groupby("patient_id")[labs].bfill()  # expect: MOD013

train, test = vitals[vitals["at"] < "2022-06-01"], vitals[vitals["at"] >= "2022-06-01"]
X = [*labs, "heart_rate", "age"]
model = HistGradientBoostingClassifier().fit(train[X], train["sepsis_in_6h"])
print(roc_auc_score(test["sepsis_in_6h"], model.predict_proba(test[X])[:, 1]))
