# %%
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import KFold, cross_val_score

load = pd.read_parquet("grid_load.parquet").sort_values("hour_start")

# %%
load["mean_24h"] = load["mw"].rolling(24).mean().shift(1)
load["step"] = load["mw"].diff().shift(1)
load = load.dropna(subset=["mean_24h", "step"])

# %%
folds = KFold(n_splits=5, shuffle=True, random_state=0)  # also: MOD006
X = load[["mean_24h", "step", "temperature"]]
scores = cross_val_score(Ridge(), X, load["mw"], cv=folds)  # expect: MOD006
scores.mean()
