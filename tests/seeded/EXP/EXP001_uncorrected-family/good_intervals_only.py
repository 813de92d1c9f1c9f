import pandas as pd
from scipy import stats

df = pd.read_parquet("exp_2041.parquet")
rows = []
for metric in ["revenue", "orders", "sessions"]:
    a = df.loc[df.arm == "A", metric]
    b = df.loc[df.arm == "B", metric]
    res = stats.ttest_ind(b, a, equal_var=False)
    low, high = res.confidence_interval(0.95)
    rows.append((metric, b.mean() - a.mean(), low, high))
print(pd.DataFrame(rows, columns=["metric", "diff", "low", "high"]))
