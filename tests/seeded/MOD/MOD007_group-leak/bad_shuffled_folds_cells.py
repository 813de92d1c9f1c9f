# config: unit = "user_id"
# %%
import pandas as pd
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.model_selection import KFold, cross_val_score

sessions = pd.read_parquet("sessions.parquet")
users = pd.read_parquet("users.parquet")

# %%
rows = sessions.merge(users, on="user_id", how="left", validate="many_to_one")
X = rows[["age", "tenure_days", "hour", "is_tv"]]

# %%
cv = KFold(5, shuffle=True, random_state=0)  # also: MOD007
cross_val_score(HistGradientBoostingRegressor(), X, rows["minutes"], cv=cv)  # expect: MOD007
