import pandas as pd
from scipy.stats import ttest_ind

ALPHA = 0.05
METRICS = ["orders", "spend", "returns", "visits", "searches"]

users = pd.read_csv("homepage_test.csv")
a, b = users[users.arm == "A"], users[users.arm == "B"]
per_test = ALPHA / len(METRICS)  # 0.01
for metric in METRICS:
    p = ttest_ind(b[metric], a[metric], equal_var=False).pvalue
    print(metric, b[metric].mean() - a[metric].mean(), p < per_test)
