# config: variant = "arm"
# config: post-exposure = ["saw_banner"]
# %%
import pandas as pd
from scipy.stats import ttest_ind

raw = pd.read_parquet("banner.parquet")
# %%
def clean(frame):
    frame = frame.dropna(subset=["revenue"])
    return frame.loc[frame.saw_banner == 1]  # expect: EXP006
# %%
df = clean(raw)  # also: EXP006
a, b = df[df.arm == 0].revenue, df[df.arm == 1].revenue
print(b.mean() - a.mean(), ttest_ind(a, b, equal_var=False).pvalue)
