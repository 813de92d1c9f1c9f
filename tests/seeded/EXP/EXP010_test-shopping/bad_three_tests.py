import pandas as pd
from scipy import stats

df = pd.read_csv("exp.csv")
a = df[df.arm == "A"].revenue
b = df[df.arm == "B"].revenue
print(b.mean() - a.mean())
print("welch", stats.ttest_ind(a, b, equal_var=False).pvalue)  # also: EXP010
print("mann-whitney", stats.mannwhitneyu(a, b).pvalue)
print("ks", stats.ks_2samp(a, b).pvalue)  # expect: EXP010
