# config: variant = "bucket"
import pandas as pd
from scipy import stats


def check_srm(frame: pd.DataFrame) -> None:
    n_test = int((frame["bucket"] == "test").sum())
    p = stats.binomtest(n_test, len(frame), 0.5).pvalue
    if p < 0.001:
        raise ValueError(f"the split is broken, p = {p:.2g}")


df = pd.read_csv("onboarding_experiment.csv")
check_srm(df)
on, off = df[df.bucket == "test"].orders, df[df.bucket == "control"].orders
print(on.mean() - off.mean(), stats.ttest_ind(on, off, equal_var=False).pvalue)
