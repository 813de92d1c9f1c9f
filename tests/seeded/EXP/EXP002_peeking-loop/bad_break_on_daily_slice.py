import pandas as pd
from scipy import stats

users = pd.read_csv("signup_test.csv", parse_dates=["joined"])
for day in pd.date_range("2024-03-01", "2024-03-28"):
    so_far = users[users["joined"] <= day]
    a = so_far.loc[so_far.variant == "A", "revenue"]
    b = so_far.loc[so_far.variant == "B", "revenue"]
    p = stats.ttest_ind(a, b, equal_var=False).pvalue
    if p < 0.05:  # expect: EXP002
        print("significant on", day)
        break
