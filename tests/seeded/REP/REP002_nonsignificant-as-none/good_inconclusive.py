import pandas as pd
from scipy.stats import ttest_ind

users = pd.read_csv("paywall_copy_test.csv")
a = users[users["arm"] == "A"]["revenue"]
b = users[users["arm"] == "B"]["revenue"]
res = ttest_ind(b, a, equal_var=False)
lo, hi = res.confidence_interval()

if res.pvalue < 0.05:
    print("The new copy changes revenue per user.")
else:
    print(f"Inconclusive: the data fit any difference from {lo:.2f} to {hi:.2f} per user.")
