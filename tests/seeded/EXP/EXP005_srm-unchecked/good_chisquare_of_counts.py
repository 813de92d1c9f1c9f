# config: variant = "variant"
import pandas as pd
from scipy.stats import chisquare, ttest_ind

users = pd.read_parquet("exp_checkout.parquet")
counts = users["variant"].value_counts()
assert chisquare(counts).pvalue > 0.001, "sample ratio mismatch"
a = users.loc[users["variant"] == "control", "revenue"]
b = users.loc[users["variant"] == "treatment", "revenue"]
print(b.mean() - a.mean(), ttest_ind(b, a, equal_var=False).pvalue)
