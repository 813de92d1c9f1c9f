import pandas as pd
from scipy.stats import ttest_ind

users = pd.read_parquet("watch.parquet")
new = users[users.player == "new"].watch_minutes
old = users[users.player == "old"].watch_minutes
stat, p = ttest_ind(  # expect: EXP014
    new, old, equal_var=False, alternative="less" if new.mean() < old.mean() else "greater"
)
print(new.mean() / old.mean() - 1, p)
