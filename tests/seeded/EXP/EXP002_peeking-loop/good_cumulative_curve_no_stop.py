import matplotlib.pyplot as plt
import pandas as pd
from scipy.stats import ttest_ind

users = pd.read_parquet("exp.parquet")
lifts, days = [], []
for day in sorted(users["day"].unique()):
    so_far = users[users["day"] <= day]
    a, b = so_far[so_far.arm == "A"].revenue, so_far[so_far.arm == "B"].revenue
    days.append(day)
    lifts.append(b.mean() - a.mean())
plt.plot(days, lifts)
final = ttest_ind(users[users.arm == "A"].revenue, users[users.arm == "B"].revenue, equal_var=False)
print(lifts[-1], final.pvalue)
