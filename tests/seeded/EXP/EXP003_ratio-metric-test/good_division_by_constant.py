import pandas as pd
from scipy.stats import ttest_ind

orders = pd.read_csv("orders.csv")
orders["revenue_eur"] = orders["revenue_cents"] / 100
orders["watch_hours"] = orders["watch_seconds"] / 3600
a = orders.loc[orders.arm == "A", "revenue_eur"]
b = orders.loc[orders.arm == "B", "revenue_eur"]
print(b.mean() - a.mean(), ttest_ind(a, b, equal_var=False).pvalue)
