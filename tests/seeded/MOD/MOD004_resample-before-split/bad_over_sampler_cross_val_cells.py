# %%
import pandas as pd
from imblearn import over_sampling as ovs
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.tree import DecisionTreeClassifier

churn = pd.read_parquet("churn.parquet")
y = churn.pop("left")

# %%
ros = ovs.RandomOverSampler(random_state=0)
churn, y = ros.fit_resample(churn, y)  # expect: MOD004

# %%
cv = StratifiedKFold(5, shuffle=True, random_state=0)
cross_val_score(DecisionTreeClassifier(random_state=0), churn, y, cv=cv, scoring="f1").mean()
