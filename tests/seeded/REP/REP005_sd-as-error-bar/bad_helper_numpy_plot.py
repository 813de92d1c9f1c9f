import matplotlib.pyplot as plt
import numpy as np


def draw(groups: dict[str, np.ndarray], label: str) -> None:
    names = list(groups)
    heights = [np.mean(groups[name]) for name in names]
    errors = [np.std(groups[name], ddof=1) for name in names]
    plt.bar(names, heights, yerr=errors, label=label)  # expect: REP005
    plt.legend()


lead_times = np.load("lead_times.npz")
draw({"north": lead_times["north"], "south": lead_times["south"]}, "mean with standard error")  # also: REP005
plt.show()
