import pandas as pd
from scipy import stats

df = pd.read_csv("exp.csv")
a = df[df["arm"] == "A"]["revenue"]
b = df[df["arm"] == "B"]["revenue"]
print(b.mean() - a.mean(), stats.ttest_ind(a, b, equal_var=False).pvalue)
