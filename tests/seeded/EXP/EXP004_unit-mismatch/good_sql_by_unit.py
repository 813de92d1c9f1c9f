# config: unit = "user_id"
# %%
import duckdb
from scipy.stats import ttest_ind

users = duckdb.sql(
    "SELECT user_id, any_value(arm) AS arm, sum(amount) AS spend FROM events GROUP BY user_id"
).df()
# %%
a, b = users[users.arm == "A"].spend, users[users.arm == "B"].spend
print(b.mean() - a.mean(), ttest_ind(b, a, equal_var=False).pvalue)
