import numpy as np
from scipy.stats import ttest_ind

rng = np.random.default_rng(11)


def p_of_one_run(n: int, lift: float) -> float:
    control = rng.gamma(2.0, 15.0, n)
    treated = rng.gamma(2.0, 15.0 * (1 + lift), n)
    return ttest_ind(treated, control, equal_var=False).pvalue


for n in (500, 1000, 2000):
    p = np.array([p_of_one_run(n, 0.05) for _ in range(2000)])
    print(n, "power", (p < 0.05).mean())
