# %%
import pandas as pd
from scipy import stats as st

ALPHA = 0.05
wards = pd.read_parquet("falls_by_ward.parquet")

# %%
falls = st.mannwhitneyu(wards[wards.rails == 1].falls, wards[wards.rails == 0].falls)
print("falls", "differ" if falls.pvalue < ALPHA else "not settled")

# %%
nights = st.mannwhitneyu(wards[wards.rails == 1].nights, wards[wards.rails == 0].nights)
print("nights", "differ" if nights.pvalue < 0.10 else "not settled")  # expect: REP008
