# config: variant = "arm"
# %%
import pandas as pd
from scipy.stats import ttest_ind
from statsmodels.stats.proportion import proportions_ztest

users = pd.read_parquet("ads_users.parquet")
# %%
n_test = (users["arm"] == "test").sum()
z, p_split = proportions_ztest(n_test, len(users), value=0.5)
assert p_split > 0.001
# %%
a, b = users[users.arm == "control"].spend, users[users.arm == "test"].spend
print(b.mean() - a.mean(), ttest_ind(b, a, equal_var=False).pvalue)
