# %%
import pandas as pd
from scipy import stats as ss

print("H0: no difference in nights between the two discharge plans")
stays = pd.read_parquet("discharge_plans.parquet")

# %%
res = ss.mannwhitneyu(stays[stays.plan == "new"].nights, stays[stays.plan == "old"].nights)
shift = stays[stays.plan == "new"].nights.median() - stays[stays.plan == "old"].nights.median()

# %%
if res.pvalue < 0.05:
    print(f"H0 of no difference is rejected, shift of the medians {shift:+.1f} nights")
else:
    print(f"the data do not settle it, shift of the medians {shift:+.1f} nights")
