import numpy as np
import pandas as pd

rng = np.random.default_rng(5)
tips = pd.read_csv("courier_tips.csv")["tip"].to_numpy()

medians = np.array([np.median(rng.choice(tips, tips.size)) for _ in range(10_000)])
se_of_median = np.std(medians)
print(f"median tip {np.median(tips):.2f}, bootstrap SE {se_of_median:.3f}")
