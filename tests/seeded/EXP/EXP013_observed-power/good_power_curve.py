import matplotlib.pyplot as plt
import numpy as np
from statsmodels.stats.power import TTestIndPower

sizes = np.arange(100, 5000, 100)
for d in (0.05, 0.1, 0.2):
    plt.plot(sizes, [TTestIndPower().power(d, n, 0.05) for n in sizes], label=d)
plt.legend()
plt.savefig("power.png")
