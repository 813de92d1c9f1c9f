# config: unit = "driver_id"
import pandas as pd
from scipy.stats import ttest_ind


def readout(rides: pd.DataFrame, metric: str) -> tuple[float, float]:
    on = rides[rides.arm == 1][metric]
    off = rides[rides.arm == 0][metric]
    return on.mean() - off.mean(), ttest_ind(on, off, equal_var=False).pvalue  # expect: EXP004


rides = pd.read_csv("rides.csv", usecols=["driver_id", "ride_id", "arm", "fare"])
print(readout(rides, "fare"))  # also: EXP004
