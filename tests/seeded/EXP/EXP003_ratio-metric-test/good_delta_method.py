import numpy as np
import pandas as pd
from scipy.stats import norm


def delta_variance(x, y):
    mx, my = x.mean(), y.mean()
    c = np.cov(x, y)
    return (c[0, 0] / my**2 - 2 * mx * c[0, 1] / my**3 + mx**2 * c[1, 1] / my**4) / len(x)


df = pd.read_parquet("ads.parquet")
a, b = df[df.arm == "A"], df[df.arm == "B"]
diff = b.clicks.sum() / b.views.sum() - a.clicks.sum() / a.views.sum()
se = np.sqrt(delta_variance(a.clicks, a.views) + delta_variance(b.clicks, b.views))
print(diff, se, 2 * norm.sf(abs(diff / se)))
