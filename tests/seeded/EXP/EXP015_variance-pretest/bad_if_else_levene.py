import pandas as pd
from scipy.stats import levene, ttest_ind

df = pd.read_parquet("bidding_test.parquet")
control = df[df["group"] == "control"]["purchase"]
test = df[df["group"] == "test"]["purchase"]

_, p_var = levene(control, test)
if p_var < 0.05:  # expect: EXP015
    stat, p = ttest_ind(test, control, equal_var=False)
else:
    stat, p = ttest_ind(test, control)
print(test.mean() - control.mean(), p)
