import os

import numpy as np


def stack(folder: str) -> np.ndarray:
    """Return the daily matrices, one plane a day."""
    planes = []
    for name in os.listdir(folder):  # expect: RPR003
        planes.append(np.load(os.path.join(folder, name)))
    return np.stack(planes)


days = stack("stock_levels")  # also: RPR003
print("change from first to last day", (days[-1] - days[0]).mean())
