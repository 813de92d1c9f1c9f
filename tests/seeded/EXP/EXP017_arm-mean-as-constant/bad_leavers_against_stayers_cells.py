# %%
import pandas as pd
import scipy.stats as st

staff = pd.read_csv("hr.csv")
# %%
stayed_mean = staff["satisfaction"][staff["left"] == 0].mean()
# %%
left_satisfaction = staff[staff["left"] == 1]["satisfaction"]
st.ttest_1samp(a=left_satisfaction, popmean=stayed_mean)  # expect: EXP017
