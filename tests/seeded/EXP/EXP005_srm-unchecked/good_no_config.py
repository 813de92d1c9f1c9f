import pandas as pd
from scipy.stats import ttest_ind

users = pd.read_parquet("exp_checkout.parquet")
a = users.loc[users["variant"] == "control", "revenue"]
b = users.loc[users["variant"] == "treatment", "revenue"]
print(b.mean() - a.mean(), ttest_ind(b, a, equal_var=False).pvalue)
