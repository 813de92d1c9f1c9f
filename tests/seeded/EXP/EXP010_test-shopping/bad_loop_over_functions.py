import pandas as pd
from scipy.stats import brunnermunzel, mannwhitneyu, ttest_ind

df = pd.read_csv("exp.csv")
a, b = df[df.arm == "A"].ltv, df[df.arm == "B"].ltv
for test in (ttest_ind, mannwhitneyu, brunnermunzel):
    p = test(a, b).pvalue  # expect: EXP010
    print(test.__name__, b.mean() - a.mean(), p)
