import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split

parcels = pd.read_csv("parcels.csv")
lost = parcels[parcels["lost"] == 1]
fine = parcels[parcels["lost"] == 0]
lost_up = lost.sample(n=len(fine), replace=True, random_state=3)  # expect: MOD004
parcels = pd.concat([fine, lost_up]).sample(frac=1, random_state=3)

X, y = parcels[["weight", "stops", "value"]], parcels["lost"]
X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, random_state=3)
model = GradientBoostingClassifier(random_state=3).fit(X_train, y_train)
print(f1_score(y_test, model.predict(X_test)))
