import numpy as np
import pandas as pd

spend = pd.read_csv("ad_spend_by_user.csv")["spend"].to_numpy()
means = []
for _ in range(2000):
    np.random.seed(42)  # expect: RPR002
    means.append(np.random.choice(spend, size=len(spend)).mean())
print(np.percentile(means, [2.5, 97.5]))
