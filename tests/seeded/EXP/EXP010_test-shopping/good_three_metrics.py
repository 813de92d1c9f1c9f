import pandas as pd
from scipy import stats

df = pd.read_csv("exp.csv")
a, b = df[df.arm == "A"], df[df.arm == "B"]
print(b.mean(numeric_only=True) - a.mean(numeric_only=True))
print(stats.ttest_ind(a.revenue, b.revenue, equal_var=False).pvalue)
print(stats.mannwhitneyu(a.orders, b.orders).pvalue)
print(stats.ks_2samp(a.session_hour, b.session_hour).pvalue)
