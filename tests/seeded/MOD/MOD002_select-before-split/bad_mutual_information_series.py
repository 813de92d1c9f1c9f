import pandas as pd
from sklearn.feature_selection import mutual_info_classif
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

data = pd.read_csv("ad_creatives.csv")
y = data["high_ctr"]
X = data.drop(columns=["high_ctr", "creative_id"])
mi = pd.Series(mutual_info_classif(X, y, random_state=4), index=X.columns)  # expect: MOD002
X = X[mi[mi > 0.02].index]  # also: MOD002

model = make_pipeline(StandardScaler(), KNeighborsClassifier(15))
cv = StratifiedKFold(5, shuffle=True, random_state=4)
print(cross_val_score(model, X, y, cv=cv, scoring="roc_auc").mean())
