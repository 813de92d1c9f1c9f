import numpy as np
from scipy.stats import chi2_contingency

clicks, shows = np.array([310, 355]), np.array([10_000, 10_050])
print(clicks / shows * 100)
res = chi2_contingency([clicks, shows - clicks])
print(res.pvalue)
