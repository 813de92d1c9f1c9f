# config: unit = "user_id"
# %%
import pandas as pd
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.model_selection import GroupKFold, cross_val_score

sessions = pd.read_parquet("sessions.parquet")
users = pd.read_parquet("users.parquet")

# %%
rows = sessions.merge(users, on="user_id", how="left", validate="many_to_one")
X = rows[["age", "tenure_days", "hour", "is_tv"]]

# %%
cv = GroupKFold(5)
model = HistGradientBoostingRegressor()
cross_val_score(model, X, rows["minutes"], groups=rows["user_id"], cv=cv)
