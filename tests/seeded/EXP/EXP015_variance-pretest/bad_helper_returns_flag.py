import pandas as pd
from scipy import stats


def same_spread(x, y, level=0.05):
    return stats.levene(x, y, center="median").pvalue > level


def readout(frame: pd.DataFrame, metric: str) -> float:
    on = frame.loc[frame.arm == 1, metric]
    off = frame.loc[frame.arm == 0, metric]
    return stats.ttest_ind(on, off, equal_var=same_spread(on, off)).pvalue  # expect: EXP015
