import pandas as pd
from scipy import stats as ss

METRICS = ["revenue", "orders", "sessions", "ad_views", "watch_minutes", "returns"]

df = pd.read_parquet("exp_2041.parquet")
treat = df[df["group"] == "test"]
ctrl = df[df["group"] == "control"]

pvals = {}
for m in METRICS:
    pvals[m] = ss.ttest_ind(treat[m], ctrl[m], equal_var=False).pvalue  # expect: EXP001

significant = [m for m, p in pvals.items() if p < 0.05]
print(f"{len(significant)} metrics moved: {significant}")
