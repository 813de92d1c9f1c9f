# %%
import pandas as pd
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

d = pd.read_parquet("ads_by_user.parquet")
a, b = d[d.bidder == "old"].revenue, d[d.bidder == "new"].revenue

# %%
lo, hi = CompareMeans(DescrStatsW(b), DescrStatsW(a)).tconfint_diff(usevar="unequal")
diff = b.mean() - a.mean()

# %%
print(f"{diff / a.mean():+.1%} of the old bidder; in money {diff:.3f}, 95 % CI {lo:.3f} to {hi:.3f}")
