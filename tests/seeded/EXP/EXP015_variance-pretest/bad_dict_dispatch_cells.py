# %%
import pandas as pd
from scipy import stats as st

orders = pd.read_csv("delivery_fee_test.csv")
# %%
groups = {name: part["basket"].dropna() for name, part in orders.groupby("variant")}
# %%
f, p_var = st.bartlett(groups["A"], groups["B"])
homogeneous = p_var >= 0.05
# %%
t, p = st.ttest_ind(groups["A"], groups["B"], equal_var=homogeneous)  # expect: EXP015
print(groups["B"].mean() - groups["A"].mean(), p)
