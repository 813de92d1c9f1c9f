# config: unit = "user_id"
# %%
import pandas as pd
from statsmodels.stats.proportion import proportions_ztest

imp = pd.read_parquet("impressions.parquet")[["user_id", "arm", "clicked"]]
# %%
stats = imp.groupby("arm")["clicked"].agg(["sum", "count"])
# %%
z, p = proportions_ztest(stats["sum"], stats["count"])  # expect: EXP004
print(stats["sum"] / stats["count"], p)
