import pandas as pd
from scipy import stats

df = pd.read_csv("checkout_ab.csv")
a = df.loc[df["arm"] == "A", "revenue"]
b = df.loc[df["arm"] == "B", "revenue"]
res = stats.ttest_ind(b, a, equal_var=False, alternative="two-sided")
if b.mean() > a.mean():
    verdict = "B earns more"
else:
    verdict = "A earns more"
print(verdict, b.mean() - a.mean(), res.pvalue)
