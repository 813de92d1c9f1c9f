import numpy as np
import pandas as pd
from scipy import stats

calls = pd.read_csv("courier_calls.csv")
before = calls[calls.period == "before"].minutes.to_numpy()
after = calls[calls.period == "after"].minutes.to_numpy()
means_before, means_after = [], []
for _ in range(2000):
    means_before.append(np.mean(np.random.choice(before, 50)))
    means_after.append(np.mean(np.random.choice(after, 50)))
t, p = stats.ttest_ind(means_before, means_after, equal_var=False)  # expect: EXP016
print(after.mean() - before.mean(), p)
