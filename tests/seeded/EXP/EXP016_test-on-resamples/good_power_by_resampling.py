import numpy as np
import pandas as pd
from scipy.stats import ttest_ind

rng = np.random.default_rng(4)
revenue = pd.read_csv("last_month.csv")["revenue"].to_numpy()
found = 0
for _ in range(1000):
    a = rng.choice(revenue, 3000)
    b = rng.choice(revenue, 3000) * 1.03
    found += ttest_ind(a, b, equal_var=False).pvalue < 0.05
print("power", found / 1000)
