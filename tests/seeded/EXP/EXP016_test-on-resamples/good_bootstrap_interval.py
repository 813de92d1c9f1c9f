import numpy as np
import pandas as pd
from scipy import stats

calls = pd.read_csv("courier_calls.csv")
before = calls[calls.period == "before"].minutes.to_numpy()
after = calls[calls.period == "after"].minutes.to_numpy()
diffs = []
for _ in range(2000):
    diffs.append(np.mean(np.random.choice(after, len(after))) - np.mean(np.random.choice(before, len(before))))
print(np.percentile(diffs, [2.5, 97.5]))
print(stats.ttest_ind(after, before, equal_var=False).pvalue)
