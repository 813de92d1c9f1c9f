# %%
import numpy as np
import pandas as pd

plays = pd.read_parquet("plays_by_user.parquet")
rng = np.random.default_rng(3)

# %%
def boot_ci(x):
    means = [rng.choice(x, len(x)).mean() for _ in range(2000)]
    return np.percentile(means, [2.5, 97.5])

# %%
for country, part in plays.groupby("country"):
    ci_control = boot_ci(part[part.arm == 0]["minutes"].to_numpy())
    ci_treated = boot_ci(part[part.arm == 1]["minutes"].to_numpy())
    if ci_treated[0] > ci_control[1]:  # expect: REP003
        print(country, "ship it")
