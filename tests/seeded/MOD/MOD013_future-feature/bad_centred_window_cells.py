# %%
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import TimeSeriesSplit, cross_val_score

load = pd.read_parquet("grid_load.parquet").sort_values("hour_start")

# %%
load["smooth"] = load["mw"].rolling(window=25, center=True).mean()  # expect: MOD013
load["weekday"] = load["hour_start"].dt.dayofweek
load = load.dropna()

# %%
X = load[["smooth", "weekday", "temperature"]]
cross_val_score(Ridge(), X, load["mw"], cv=TimeSeriesSplit(5)).mean()
