# %%
from functools import reduce

import pandas as pd

frames = [pd.read_csv(f"metrics/{name}.csv") for name in ("visits", "signups", "trials")]

# %%
daily = reduce(lambda left, right: left.merge(right, on="day"), frames)  # expect: DFR002

# %%
print(daily[["visits", "signups", "trials"]].sum())
print("conversion:", daily["trials"].sum() / daily["visits"].sum())
