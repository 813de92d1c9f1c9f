import pandas as pd
from scipy import stats

users = pd.read_csv("pricing_test.csv")
control = users.loc[users["variant"] == "control", "spend"]
treated = users.loc[users["variant"] == "treated", "spend"]
t, p = stats.ttest_1samp(treated, control.mean())  # expect: EXP017
print(treated.mean() - control.mean(), p)
