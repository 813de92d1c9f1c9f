# %%
import numpy as np
import pandas as pd

visits = pd.read_parquet("clinic_visits.parquet")

# %%
boot = [
    visits.sample(frac=1, replace=True, random_state=run)["no_show"].mean()
    for run in range(1000)
]

# %%
np.std(boot)
