# %%
import pandas as pd
from scipy import stats as st

wards = pd.read_csv("falls_by_ward.csv")
results = []
# %%
res = st.mannwhitneyu(wards[wards.rails == 1].falls, wards[wards.rails == 0].falls)
results.append(("falls", res.pvalue))  # expect: NBK003
# %%
pd.DataFrame(results, columns=["metric", "p"])
