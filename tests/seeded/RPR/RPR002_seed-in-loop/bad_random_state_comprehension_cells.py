# %%
import numpy as np
import pandas as pd

visits = pd.read_parquet("clinic_visits.parquet")

# %%
boot = [
    visits.sample(frac=1, replace=True, random_state=7)["no_show"].mean()  # expect: RPR002
    for _ in range(1000)
]

# %%
np.std(boot)
