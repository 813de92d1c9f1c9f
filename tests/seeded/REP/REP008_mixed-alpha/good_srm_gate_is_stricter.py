import pandas as pd
from scipy.stats import chisquare, ttest_ind

users = pd.read_csv("homepage_test.csv")
split = users["arm"].value_counts()
srm = chisquare(split)
assert srm.pvalue > 0.001, f"sample ratio mismatch: {split.to_dict()}"

a, b = users[users.arm == "A"], users[users.arm == "B"]
orders = ttest_ind(b.orders, a.orders, equal_var=False)
if orders.pvalue < 0.05:
    print("orders moved by", b.orders.mean() - a.orders.mean())
