import numpy as np
import pandas as pd
from scipy.stats import ttest_ind

rng = np.random.default_rng(11)
users = pd.read_parquet("users.parquet")
users["ctr"] = users["clicks"] / users["impressions"]


def boot(part, n=2000):
    rows = rng.integers(0, len(part), size=(n, len(part)))
    clicks, shows = part.clicks.to_numpy()[rows], part.impressions.to_numpy()[rows]
    return clicks.sum(axis=1) / shows.sum(axis=1)


a, b = users[users.arm == "A"], users[users.arm == "B"]
print(np.quantile(boot(b) - boot(a), [0.025, 0.975]))
print(ttest_ind(b.revenue, a.revenue, equal_var=False).pvalue)
