import pandas as pd
from scipy import stats
from statsmodels.stats.multitest import multipletests

df = pd.read_parquet("exp_2041.parquet")
a, b = df[df.arm == "A"], df[df.arm == "B"]
metrics = ["revenue", "orders", "sessions", "watch_minutes"]
pvals = []
for m in metrics:
    pvals.append(stats.ttest_ind(a[m], b[m], equal_var=False).pvalue)

reject, adjusted, _, _ = multipletests(pvals, alpha=0.05, method="holm")
for m, keep, p in zip(metrics, reject, adjusted):
    if keep and p < 0.05:
        print(m, p)
