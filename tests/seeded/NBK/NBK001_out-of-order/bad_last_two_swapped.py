# %% [1]
import pandas as pd
from scipy import stats as st

wards = pd.read_csv("falls_by_ward.csv")
# %% [3]
wards["rate"] = wards["falls"] / wards["bed_days"]  # also: NBK001
# %% [2]
wards = wards.dropna(subset=["bed_days"])  # expect: NBK001
# %% [4]
print(wards["rate"].describe())
