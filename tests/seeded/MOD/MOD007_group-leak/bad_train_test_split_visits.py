# config: unit = "patient_id"
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

visits = pd.read_csv("ward_visits.csv")
visits["visit_no"] = visits.groupby("patient_id").cumcount()
X = visits[["visit_no", "age", "crp", "albumin"]]
y = visits["readmitted"]

X_train, X_test, y_train, y_test = train_test_split(  # expect: MOD007
    X, y, test_size=0.2, stratify=y, random_state=4
)
model = RandomForestClassifier(random_state=4).fit(X_train, y_train)
print(model.score(X_test, y_test), 1 - y_test.mean())
