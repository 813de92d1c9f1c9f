import os

import numpy as np


def stack(folder: str) -> np.ndarray:
    """Return the daily matrices, one plane a day."""
    names = [name for name in os.listdir(folder) if name.endswith(".npy")]
    names.sort()
    return np.stack([np.load(os.path.join(folder, name)) for name in names])


days = stack("stock_levels")
print("change from first to last day", (days[-1] - days[0]).mean())
