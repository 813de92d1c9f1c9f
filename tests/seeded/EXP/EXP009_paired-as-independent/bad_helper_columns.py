import pandas as pd
import scipy.stats as st


def compare_columns(frame: pd.DataFrame, left: str, right: str) -> float:
    return st.ttest_ind(frame[left], frame[right]).pvalue  # expect: EXP009


drivers = pd.read_csv("drivers.csv")
print(compare_columns(drivers, "tips_old_app", "tips_new_app"))  # also: EXP009
