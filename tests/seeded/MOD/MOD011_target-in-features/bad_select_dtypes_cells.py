# %%
import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.model_selection import cross_val_score

homes = pd.read_parquet("homes.parquet")
print(homes["sale_price"].describe())

# %%
X = homes.select_dtypes(include="number").fillna(0)  # expect: MOD011
y = homes["sale_price"]  # also: MOD011

# %%
cross_val_score(GradientBoostingRegressor(), X, y, cv=5).mean()  # also: MOD011
