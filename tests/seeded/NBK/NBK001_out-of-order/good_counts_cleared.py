# %%
import pandas as pd
from scipy import stats as st

wards = pd.read_csv("falls_by_ward.csv")
# %%
wards["rate"] = wards["falls"] / wards["bed_days"]
# %%
wards = wards.dropna(subset=["bed_days"])
# %%
print(wards["rate"].describe(), st.skew(wards["rate"].dropna()))
