import pandas as pd
from scipy import stats

df = pd.read_csv("checkout_ab.csv")
a = df.loc[df["arm"] == "A", "revenue"]
b = df.loc[df["arm"] == "B", "revenue"]
if b.mean() > a.mean():
    res = stats.ttest_ind(b, a, equal_var=False, alternative="greater")  # expect: EXP014
else:
    res = stats.ttest_ind(b, a, equal_var=False, alternative="less")
print(b.mean() - a.mean(), res.pvalue)
