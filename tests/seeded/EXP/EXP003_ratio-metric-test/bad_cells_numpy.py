# %%
import numpy as np
import pandas as pd
import scipy.stats as ss

d = pd.read_csv("search_sessions.csv")
# %%
d["success_rate"] = np.divide(d["successful_searches"], d["searches"])
# %%
groups = {k: g["success_rate"] for k, g in d.groupby("bucket")}
# %%
stat, pval = ss.ttest_ind(groups["treatment"], groups["control"])  # expect: EXP003
print(groups["treatment"].mean() - groups["control"].mean(), pval)
