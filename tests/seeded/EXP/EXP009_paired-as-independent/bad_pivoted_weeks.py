import pandas as pd
from scipy.stats import mannwhitneyu

log = pd.read_parquet("watch_log.parquet")
wide = log.pivot_table(index="user_id", columns="week", values="minutes", aggfunc="sum")
week1 = wide["2024-W01"]
week2 = wide["2024-W02"]
u, p = mannwhitneyu(week1, week2)  # expect: EXP009
print(week2.median() - week1.median(), p)
