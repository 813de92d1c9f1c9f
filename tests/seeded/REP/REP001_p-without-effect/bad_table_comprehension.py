import pandas as pd
from scipy.stats import mannwhitneyu
from statsmodels.stats.multitest import multipletests

METRICS = ["watch_minutes", "titles_started", "titles_finished", "searches"]

viewers = pd.read_parquet("autoplay_viewers.parquet")
on, off = viewers[viewers.autoplay == 1], viewers[viewers.autoplay == 0]

raw = [mannwhitneyu(on[m], off[m]).pvalue for m in METRICS]  # also: REP001
table = pd.DataFrame({"metric": METRICS, "p": multipletests(raw, method="holm")[1]})
print(table.to_string(index=False))  # expect: REP001
