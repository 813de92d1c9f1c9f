import pandas as pd
from scipy.stats import ttest_ind

HIGHER_IS_BETTER = {"revenue": True, "crashes": False}
users = pd.read_parquet("exp.parquet")
a, b = users[users.arm == "A"], users[users.arm == "B"]
for metric, higher in HIGHER_IS_BETTER.items():
    side = "greater" if higher else "less"
    p = ttest_ind(b[metric], a[metric], equal_var=False, alternative=side).pvalue
    print(metric, b[metric].mean() - a[metric].mean(), p)
