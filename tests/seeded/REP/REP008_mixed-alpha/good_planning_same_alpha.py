import pandas as pd
from scipy.stats import ttest_ind
from statsmodels.stats.power import tt_ind_solve_power
from statsmodels.stats.weightstats import CompareMeans

n = tt_ind_solve_power(effect_size=0.1, alpha=0.05, power=0.8)
users = pd.read_csv("homepage_test.csv")
a, b = users[users.arm == "A"].orders, users[users.arm == "B"].orders
assert min(len(a), len(b)) >= n

low, high = CompareMeans.from_data(b, a).tconfint_diff(alpha=0.05, usevar="unequal")
if ttest_ind(b, a, equal_var=False).pvalue < 0.05:
    print(f"orders moved by {low:.3f} to {high:.3f}")
