# config: variant = "arm"
import pandas as pd
from scipy.stats import chi2_contingency

users = pd.read_csv("paywall.csv")
table = pd.crosstab(users["arm"], users["subscribed"])
chi2, p, _, _ = chi2_contingency(table)  # expect: EXP005
print(table.div(table.sum(axis=1), axis=0))
print("p =", p)
