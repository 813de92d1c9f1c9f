import pandas as pd
from scipy.stats import mannwhitneyu

ads = (
    pd.read_parquet("video_ads.parquet")
    .groupby(["user_id", "variant"], as_index=False)[["ad_seconds", "play_seconds"]]
    .sum()
    .assign(ad_load=lambda d: d.ad_seconds / d.play_seconds)
)
a = ads.query("variant == 'A'")["ad_load"]
b = ads.query("variant == 'B'")["ad_load"]
print(b.mean() - a.mean())
print(mannwhitneyu(a, b).pvalue)  # expect: EXP003
