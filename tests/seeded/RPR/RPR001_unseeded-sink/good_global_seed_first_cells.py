# %%
import numpy as np
import pandas as pd

np.random.seed(8)
waits = pd.read_csv("triage_waits.csv")["minutes"].to_numpy()

# %%
def boot_ci(x, runs=2000):
    medians = [np.median(np.random.choice(x, size=len(x))) for _ in range(runs)]
    return np.percentile(medians, [2.5, 97.5])

# %%
print("median wait, 95 % CI:", boot_ci(waits))
