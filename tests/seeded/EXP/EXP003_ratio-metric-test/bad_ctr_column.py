import pandas as pd
from scipy import stats

users = pd.read_csv("banner_users.csv")
users["ctr"] = users["clicks"] / users["impressions"]
control = users.loc[users["arm"] == "control", "ctr"]
test = users.loc[users["arm"] == "test", "ctr"]
t, p = stats.ttest_ind(test, control, equal_var=False)  # expect: EXP003
print("CTR diff", test.mean() - control.mean(), "p", p)
