import numpy as np
import pandas as pd
from scipy.stats import ttest_ind


def cohens_d(a: pd.Series, b: pd.Series) -> float:
    pooled = np.sqrt((a.var(ddof=1) + b.var(ddof=1)) / 2)
    return (a.mean() - b.mean()) / pooled


def readout(viewers: pd.DataFrame, metric: str) -> dict[str, float]:
    on = viewers.loc[viewers.autoplay == 1, metric]
    off = viewers.loc[viewers.autoplay == 0, metric]
    return {"d": cohens_d(on, off), "p": ttest_ind(on, off, equal_var=False).pvalue}


viewers = pd.read_parquet("autoplay_viewers.parquet")
print(pd.DataFrame([readout(viewers, "watch_minutes")]))
