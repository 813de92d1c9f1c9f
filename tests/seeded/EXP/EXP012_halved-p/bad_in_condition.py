import pandas as pd
from scipy.stats import mannwhitneyu

d = pd.read_parquet("watch.parquet")
res = mannwhitneyu(d[d.arm == 1].minutes, d[d.arm == 0].minutes, alternative="two-sided")
if res.pvalue / 2 < 0.05:  # expect: EXP012
    print("new player wins", d.groupby("arm").minutes.median())
