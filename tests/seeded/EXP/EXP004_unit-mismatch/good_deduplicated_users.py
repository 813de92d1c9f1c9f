# config: unit = "user_id"
import pandas as pd
from scipy.stats import chi2_contingency

users = pd.read_csv("signups.csv").drop_duplicates("user_id")
table = pd.crosstab(users["arm"], users["converted"])
print(table, chi2_contingency(table).pvalue)
print(users.groupby("arm")["converted"].mean())
