import pandas as pd
from scipy import stats

users = pd.read_csv("pricing_test.csv")
control = users.loc[users["variant"] == "control", "spend"]
treated = users.loc[users["variant"] == "treated", "spend"]
print("control mean", control.mean(), "treated mean", treated.mean())
print(stats.ttest_ind(treated, control, equal_var=False).pvalue, stats.ttest_1samp(treated, 12.5).pvalue)
