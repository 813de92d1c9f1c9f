# config: variant = "arm"
import pandas as pd
from scipy import stats as ss


class Readout:
    def __init__(self, frame: pd.DataFrame):
        self.control = frame[frame["arm"] == "control"]
        self.test = frame[frame["arm"] == "test"]

    def effect(self, metric: str) -> tuple[float, float]:
        diff = self.test[metric].mean() - self.control[metric].mean()
        return diff, ss.ttest_ind(  # expect: EXP005
            self.test[metric], self.control[metric], equal_var=False
        ).pvalue


print(Readout(pd.read_parquet("ads_users.parquet")).effect("watch_minutes"))  # also: EXP005
