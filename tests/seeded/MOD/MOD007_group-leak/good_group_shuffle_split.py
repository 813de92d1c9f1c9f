# config: unit = "patient_id"
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GroupShuffleSplit

visits = pd.read_csv("ward_visits.csv")
visits["visit_no"] = visits.groupby("patient_id").cumcount()
X = visits[["visit_no", "age", "crp", "albumin"]]
y = visits["readmitted"]

splitter = GroupShuffleSplit(n_splits=1, test_size=0.2, random_state=4)
train, test = next(splitter.split(X, y, groups=visits["patient_id"]))
model = RandomForestClassifier(random_state=4).fit(X.iloc[train], y.iloc[train])
print(model.score(X.iloc[test], y.iloc[test]), 1 - y.iloc[test].mean())
