import pandas as pd
from scipy.stats import levene, ttest_ind

df = pd.read_parquet("bidding_test.parquet")
control = df[df["group"] == "control"]["purchase"]
test = df[df["group"] == "test"]["purchase"]

p_var = levene(control, test).pvalue
if p_var < 0.05:
    print("the spread differs:", control.std(), test.std())
stat, p = ttest_ind(test, control, equal_var=False)
print(test.mean() - control.mean(), p)
