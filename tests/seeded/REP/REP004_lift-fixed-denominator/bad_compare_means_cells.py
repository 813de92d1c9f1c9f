# %%
import pandas as pd
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

d = pd.read_parquet("ads_by_user.parquet")
a, b = d[d.bidder == "old"].revenue, d[d.bidder == "new"].revenue

# %%
cm = CompareMeans(DescrStatsW(b), DescrStatsW(a))
lo, hi = cm.tconfint_diff(usevar="unequal")

# %%
pct = [100 * bound / a.mean() for bound in (lo, hi)]  # expect: REP004
print("revenue per user, %:", pct)
