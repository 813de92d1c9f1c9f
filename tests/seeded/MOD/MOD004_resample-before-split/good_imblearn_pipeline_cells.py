# %%
import pandas as pd
from imblearn.over_sampling import RandomOverSampler
from imblearn.pipeline import make_pipeline
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.tree import DecisionTreeClassifier

churn = pd.read_parquet("churn.parquet")
y = churn.pop("left")

# %%
ros = RandomOverSampler(random_state=0)
model = make_pipeline(ros, DecisionTreeClassifier(random_state=0))

# %%
cv = StratifiedKFold(5, shuffle=True, random_state=0)
cross_val_score(model, churn, y, cv=cv, scoring="f1").mean()
