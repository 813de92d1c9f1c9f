import numpy as np
from scipy.stats import brunnermunzel, mannwhitneyu, ttest_ind

rng = np.random.default_rng(3)
hits = {"t": 0, "u": 0, "bm": 0}
for _ in range(2000):
    x, y = rng.lognormal(0, 1, 200), rng.lognormal(0.2, 1, 200)
    hits["t"] += ttest_ind(x, y, equal_var=False).pvalue < 0.05
    hits["u"] += mannwhitneyu(x, y).pvalue < 0.05
    hits["bm"] += brunnermunzel(x, y).pvalue < 0.05
print({name: count / 2000 for name, count in hits.items()})
