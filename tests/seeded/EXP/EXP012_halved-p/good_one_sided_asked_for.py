import pandas as pd
from scipy import stats

df = pd.read_csv("exp.csv")
a, b = df[df.arm == "A"].revenue, df[df.arm == "B"].revenue
res = stats.ttest_ind(b, a, equal_var=False, alternative="greater")
half = (b.mean() - a.mean()) / 2
print(half, res.pvalue)
