import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.model_selection import train_test_split

visits = pd.read_csv("clinic_visits.csv")
by_sex = visits.groupby("sex")["bmi"].transform("mean")
visits["bmi"] = visits["bmi"].fillna(by_sex)  # expect: MOD003

features = pd.get_dummies(visits[["bmi", "age", "sex"]])
X_tr, X_te, y_tr, y_te = train_test_split(
    features, visits["systolic"], test_size=0.25, random_state=2
)
model = GradientBoostingRegressor(random_state=2)
print(model.fit(X_tr, y_tr).score(X_te, y_te))
