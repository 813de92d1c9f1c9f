import pandas as pd
from statsmodels.stats.weightstats import DescrStatsW

watch = pd.read_parquet("watch.parquet")
means = watch.groupby("arm")["minutes"].mean()
new = DescrStatsW(watch[watch.arm == "new"]["minutes"])
t, p, df = new.ttest_mean(means["old"])  # expect: EXP017
print(means, p)
