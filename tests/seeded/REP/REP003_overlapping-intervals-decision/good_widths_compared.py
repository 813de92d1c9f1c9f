import numpy as np
import pandas as pd

rng = np.random.default_rng(3)
spend = pd.read_csv("ad_spend_by_user.csv")


def boot_ci(x: np.ndarray, stat) -> np.ndarray:
    return np.percentile([stat(rng.choice(x, len(x))) for _ in range(2000)], [2.5, 97.5])


raw = boot_ci(spend["spend"].to_numpy(), np.mean)
capped = boot_ci(spend["spend"].clip(upper=500).to_numpy(), np.mean)
if capped[1] - capped[0] < raw[1] - raw[0]:
    print("capping narrows the interval of the mean")
