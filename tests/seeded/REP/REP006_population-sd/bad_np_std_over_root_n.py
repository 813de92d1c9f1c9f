import numpy as np

waits = np.loadtxt("triage_waits.txt")[:24]
print(f"{len(waits)} patients, longest wait {waits.max():.0f} min")
se = np.std(waits) / np.sqrt(len(waits))  # expect: REP006
print(f"mean wait {waits.mean():.1f} min, 95 % CI ± {2.07 * se:.1f}")
