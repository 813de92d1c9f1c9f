import numpy as np
from scipy.stats import ttest_ind

rng = np.random.default_rng(7)
stopped = 0
for _ in range(1000):
    a, b = rng.normal(size=1000), rng.normal(size=1000)
    p_values = [ttest_ind(a[:n], b[:n]).pvalue for n in range(100, 1001, 100)]
    stopped += min(p_values) < 0.05
print("with ten looks, false alarms in", stopped / 1000)
