# %%
import pandas as pd
from statsmodels.stats.proportion import proportions_ztest

t = pd.read_csv("clicks.csv").groupby("arm")["clicked"].agg(["sum", "count"])
# %%
z, pval = proportions_ztest(t["sum"], t["count"])
pval /= 2  # expect: EXP012
# %%
print(t["sum"] / t["count"], pval)
