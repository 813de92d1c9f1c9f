import pandas as pd
from scipy.stats import ttest_ind

trial = pd.read_csv("free_trial_length.csv")
short = trial[trial["trial_days"] == 7]
long = trial[trial["trial_days"] == 30]

print("extra sessions per user:", round(long["sessions"].mean() - short["sessions"].mean(), 2))
print(long["country"].value_counts().head(3))

paid = ttest_ind(long["paid_amount"], short["paid_amount"], equal_var=False)
print("paid amount, p =", paid.pvalue)  # expect: REP001
