# %% [41]
import numpy as np
import pandas as pd

trips = pd.read_parquet("courier_trips.parquet")
# %% [42]
LIMIT = 45
# %% [43]
late = trips[trips["minutes"] > LIMIT]
# %% [99]
# %% [100]
print(len(late) / len(trips), np.median(late["minutes"]))
