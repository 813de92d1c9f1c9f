# %%
import pandas as pd
from scipy.stats import ttest_ind

events = pd.read_parquet("video_ads_users.parquet")

# %%
def p_of(part):
    on = part.loc[part["exposed"] == 1, "watch_time"]
    off = part.loc[part["exposed"] == 0, "watch_time"]
    return ttest_ind(on, off, equal_var=False).pvalue  # also: EXP001

# %%
by_platform = events.groupby("platform").apply(p_of)  # expect: EXP001

# %%
by_platform[by_platform < 0.05]
