# %%
import pandas as pd
from scipy import stats as st

# %%
seen = pd.DataFrame()
for hour in range(24 * 14):
    seen = pd.concat([seen, pd.read_parquet(f"hours/{hour:04d}.parquet")])
    res = st.ttest_ind(seen[seen.arm == 1].orders, seen[seen.arm == 0].orders)
    if res.pvalue <= 0.01:  # expect: EXP002
        break

# %%
print("winner after", hour, "hours, p =", res.pvalue)
