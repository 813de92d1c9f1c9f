import numpy as np
import pandas as pd

waits = pd.read_csv("triage_waits.csv")["minutes"].to_numpy()


def boot_ci(x: np.ndarray, runs: int = 2000) -> np.ndarray:
    medians = [np.median(np.random.choice(x, size=len(x))) for _ in range(runs)]  # expect: RPR001
    return np.percentile(medians, [2.5, 97.5])


print("median wait, 95 % CI:", boot_ci(waits))  # also: RPR001
