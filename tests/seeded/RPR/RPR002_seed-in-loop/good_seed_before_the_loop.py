import numpy as np
import pandas as pd

spend = pd.read_csv("ad_spend_by_user.csv")["spend"].to_numpy()
np.random.seed(42)
means = []
for _ in range(2000):
    means.append(np.random.choice(spend, size=len(spend)).mean())
print(np.percentile(means, [2.5, 97.5]))
