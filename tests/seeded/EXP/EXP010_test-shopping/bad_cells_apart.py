# %%
import pandas as pd
from scipy import stats as ss

d = pd.read_parquet("watch.parquet")
on, off = d.loc[d.arm == 1, "minutes"], d.loc[d.arm == 0, "minutes"]
# %%
t, p1 = ss.ttest_ind(on, off)  # also: EXP010
# %%
u, p2 = ss.mannwhitneyu(on, off)
# %%
k, p3 = ss.kruskal(on, off)  # expect: EXP010
print(on.mean() - off.mean(), min(p1, p2, p3))
