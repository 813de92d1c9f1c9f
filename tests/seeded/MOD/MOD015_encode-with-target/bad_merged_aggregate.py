import pandas as pd
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.model_selection import train_test_split

stays = pd.read_csv("hospital_stays.csv")
by_ward = stays.groupby("ward", as_index=False).agg(ward_days=("days", "mean"))  # also: MOD015
stays = stays.merge(by_ward, on="ward", how="left", validate="many_to_one")  # expect: MOD015

cols = ["ward_days", "age", "comorbidities"]
X_train, X_test, y_train, y_test = train_test_split(
    stays[cols], stays["days"], test_size=0.2, random_state=2
)
model = HistGradientBoostingRegressor(random_state=2).fit(X_train, y_train)
print("R2", model.score(X_test, y_test))
