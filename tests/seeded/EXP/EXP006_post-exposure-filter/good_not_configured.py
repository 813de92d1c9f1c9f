# config: variant = "arm"
import pandas as pd
from scipy.stats import ttest_ind

raw = pd.read_parquet("banner.parquet")
df = raw[raw["eligible"] == 1]
a, b = df[df.arm == 0].revenue, df[df.arm == 1].revenue
print(b.mean() - a.mean(), ttest_ind(a, b, equal_var=False).pvalue)
