import pandas as pd
from scipy.stats import ttest_ind

users = pd.read_csv("homepage_test.csv")
a, b = users[users.arm == "A"], users[users.arm == "B"]

orders = ttest_ind(b.orders, a.orders, equal_var=False)
if orders.pvalue < 0.05:
    print("orders moved by", b.orders.mean() - a.orders.mean())

spend = ttest_ind(b.spend, a.spend, equal_var=False)
if spend.pvalue < 0.1:  # expect: REP008
    print("spend moved by", b.spend.mean() - a.spend.mean())
