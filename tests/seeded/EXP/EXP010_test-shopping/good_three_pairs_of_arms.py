import pandas as pd
from scipy.stats import ttest_ind
from statsmodels.stats.multitest import multipletests

df = pd.read_csv("three_arms.csv")
a, b, c = (df[df.arm == arm].revenue for arm in "ABC")
p_ab = ttest_ind(a, b, equal_var=False).pvalue
p_ac = ttest_ind(a, c, equal_var=False).pvalue
p_bc = ttest_ind(b, c, equal_var=False).pvalue
print(b.mean() - a.mean(), c.mean() - a.mean(), multipletests([p_ab, p_ac, p_bc], method="holm")[1])
