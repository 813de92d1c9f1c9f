import numpy as np
from scipy.stats import ttest_1samp


def beats_baseline(control: np.ndarray, test: np.ndarray) -> bool:
    baseline = np.mean(control)
    return ttest_1samp(test, baseline, alternative="greater").pvalue < 0.05  # expect: EXP017
