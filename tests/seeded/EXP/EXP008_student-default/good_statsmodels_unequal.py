import pandas as pd
from statsmodels.stats.weightstats import ttest_ind

df = pd.read_csv("exp.csv")
a, b = df[df.arm == "A"].revenue, df[df.arm == "B"].revenue
t, p, dof = ttest_ind(a, b, usevar="unequal")
print(b.mean() - a.mean(), p)
