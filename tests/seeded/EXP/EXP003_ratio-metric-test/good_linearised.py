import pandas as pd
from scipy import stats

users = pd.read_csv("banner_users.csv")
users["ctr"] = users["clicks"] / users["impressions"]
control = users[users["arm"] == "control"]
ratio = control["clicks"].sum() / control["impressions"].sum()
users["linearized_clicks"] = users["clicks"] - ratio * users["impressions"]
a = users.loc[users.arm == "control", "linearized_clicks"]
b = users.loc[users.arm == "test", "linearized_clicks"]
print(users.groupby("arm")["ctr"].mean(), stats.ttest_ind(b, a, equal_var=False))
