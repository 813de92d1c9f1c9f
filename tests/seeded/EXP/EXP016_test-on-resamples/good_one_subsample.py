import pandas as pd
from scipy.stats import ttest_ind

users = pd.read_parquet("autoplay.parquet")
on = users[users.autoplay == 1].minutes.sample(20_000, random_state=1)
off = users[users.autoplay == 0].minutes.sample(20_000, random_state=1)
print(on.mean() - off.mean(), ttest_ind(on, off, equal_var=False).pvalue)
