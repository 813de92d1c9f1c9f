import pandas as pd
from scipy.stats import ttest_ind

users = pd.read_csv("paywall_copy_test.csv")
a = users[users["arm"] == "A"]["revenue"]
b = users[users["arm"] == "B"]["revenue"]
p = ttest_ind(b, a, equal_var=False).pvalue
print("difference", b.mean() - a.mean())

if p < 0.05:
    print("The new copy changes revenue per user.")
else:
    print("There is no difference between the two copies.")  # expect: REP002
