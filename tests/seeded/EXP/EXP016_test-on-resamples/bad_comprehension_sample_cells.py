# %%
import pandas as pd
import scipy.stats as st

users = pd.read_parquet("autoplay.parquet")
on, off = users[users.autoplay == 1].minutes, users[users.autoplay == 0].minutes
# %%
boot_on = [on.sample(frac=1, replace=True).mean() for _ in range(1000)]
boot_off = [off.sample(frac=1, replace=True).mean() for _ in range(1000)]
# %%
st.mannwhitneyu(boot_on, boot_off)  # expect: EXP016
