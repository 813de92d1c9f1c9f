import numpy as np
from scipy.stats import ttest_ind

rng = np.random.default_rng(2024)
alpha = 0.05
false_positives = 0
n_sims = 2_000
for _ in range(n_sims):
    a = rng.lognormal(3, 1, size=500)
    b = rng.lognormal(3, 1, size=500)
    if ttest_ind(a, b, equal_var=False).pvalue < alpha:
        false_positives += 1
print("type I error:", false_positives / n_sims)
