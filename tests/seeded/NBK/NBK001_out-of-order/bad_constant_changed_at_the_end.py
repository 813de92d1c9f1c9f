# %% [2]
import numpy as np
import pandas as pd

trips = pd.read_parquet("courier_trips.parquet")
# %%

# %% [9]
LIMIT = 45  # also: NBK001
# %% [5]
late = trips[trips["minutes"] > LIMIT]  # expect: NBK001
# %% [10]
print(len(late) / len(trips), np.median(late["minutes"]))
