import numpy as np
from scipy.stats import norm


def two_sided(z: float) -> float:
    p = norm.sf(abs(z))
    return min(1.0, 2 * p)


print(two_sided(np.sqrt(3.84)))
