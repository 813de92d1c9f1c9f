import pandas as pd
from scipy import stats

df = pd.read_csv("exp.csv")
a, b = df[df.arm == "A"].revenue, df[df.arm == "B"].revenue
t, p = stats.ttest_ind(b, a, equal_var=False)
one_sided = p / 2  # expect: EXP012
print(b.mean() - a.mean(), one_sided)
