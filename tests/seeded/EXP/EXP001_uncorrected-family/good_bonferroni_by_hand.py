import pandas as pd
from scipy.stats import mannwhitneyu

users = pd.read_csv("ab_users.csv")
columns = ["checkout_time", "basket_size", "support_tickets"]
threshold = 0.05 / len(columns)
on, off = users[users.variant == "B"], users[users.variant == "A"]
for column in columns:
    p = mannwhitneyu(on[column], off[column]).pvalue
    if p < threshold:
        print(column, "changed", p)
