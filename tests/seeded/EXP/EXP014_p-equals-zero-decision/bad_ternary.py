import numpy as np
from scipy.stats import mannwhitneyu


def compare(control: np.ndarray, test: np.ndarray) -> dict[str, float]:
    diff = np.mean(test) - np.mean(control)
    side = "greater" if np.mean(test) > np.mean(control) else "less"
    p = mannwhitneyu(test, control, alternative=side).pvalue  # expect: EXP014
    return {"diff": diff, "p": p}
