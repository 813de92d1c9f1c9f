import pandas as pd
from scipy import stats

df = pd.read_csv("exp.csv")
a = df[df["arm"] == "A"]["revenue"]
b = df[df["arm"] == "B"]["revenue"]
t, p = stats.ttest_ind(a, b)  # expect: EXP008
print(b.mean() - a.mean(), p)
