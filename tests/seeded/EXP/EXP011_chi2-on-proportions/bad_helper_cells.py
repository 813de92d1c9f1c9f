# %%
import numpy as np
from scipy.stats import chi2_contingency

clicks, shows = np.array([310, 355]), np.array([10_000, 10_050])
# %%
def as_percent(x, n):
    return x / n * 100
# %%
ctr = as_percent(clicks, shows)
stat, p, *_ = chi2_contingency([ctr, 100 - ctr])  # expect: EXP011
print(ctr, p)
