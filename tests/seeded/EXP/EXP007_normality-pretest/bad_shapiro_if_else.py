import pandas as pd
from scipy import stats

df = pd.read_csv("exp.csv")
a = df[df.arm == "A"].revenue
b = df[df.arm == "B"].revenue
if stats.shapiro(a).pvalue > 0.05 and stats.shapiro(b).pvalue > 0.05:  # expect: EXP007
    res = stats.ttest_ind(a, b, equal_var=False)
else:
    res = stats.mannwhitneyu(a, b)
print(b.mean() - a.mean(), res.pvalue)
