# %%
import numpy as np
import pandas as pd

labs = pd.read_csv("lab_results.csv")

# %%
labs["missing"] = np.where(labs["hba1c"] == float("nan"), 1, 0)  # expect: DFR004
labs["tested"] = labs["ldl"].ne(np.nan)  # expect: DFR004

# %%
print(labs.groupby("clinic")[["missing", "tested"]].mean())
