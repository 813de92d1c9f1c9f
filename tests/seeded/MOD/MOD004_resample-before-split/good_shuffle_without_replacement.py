import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split

COLS = ["weight", "stops", "value"]

parcels = pd.read_csv("parcels.csv")
# a tenth of the rows, each once, is enough to learn from
parcels = parcels.sample(frac=0.1, replace=False, random_state=3)
train, test = train_test_split(parcels, stratify=parcels["lost"], random_state=3)

lost, fine = train[train["lost"] == 1], train[train["lost"] == 0]
lost_up = lost.sample(n=len(fine), replace=True, random_state=3)
balanced = pd.concat([fine, lost_up])
model = GradientBoostingClassifier(random_state=3).fit(balanced[COLS], balanced["lost"])
print(f1_score(test["lost"], model.predict(test[COLS])))
