# %%
import numpy as np
import pandas as pd

waits = pd.read_csv("emergency_waits.csv")

# %%
p90 = []
for hospital, rows in waits.groupby("hospital"):
    p90.append(np.percentile(rows["wait_min"], 90))

# %%
print("nine of ten patients were seen within", np.mean(p90), "minutes")  # expect: DFR012
