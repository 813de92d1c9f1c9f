# %%
import pandas as pd
from scipy import stats as st

d = pd.read_parquet("watch_time.parquet")
on, off = d[d.autoplay == 1].minutes, d[d.autoplay == 0].minutes
# %%
_, p_ks = st.kstest((on - on.mean()) / on.std(), "norm")
# %%
p = st.ttest_ind(on, off).pvalue if p_ks > 0.05 else st.mannwhitneyu(on, off).pvalue  # expect: EXP007
print(on.mean() - off.mean(), p)
