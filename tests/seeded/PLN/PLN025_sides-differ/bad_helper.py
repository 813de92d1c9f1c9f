# config: plan.primary = [{metric = "revenue"}, {metric = "orders"}]
# config: plan.guardrails = [{metric = "page_load_ms"}]
# config: plan.start = "2025-05-05"
# config: plan.weeks = 3
# config: plan.segments = ["platform"]
# config: plan.variants = {control = 0.5, treatment = 0.5}
import pandas as pd
from scipy import stats


def better(df, metric):
    c, t = df[df["variant"] == "control"][metric], df[df["variant"] == "treatment"][metric]
    return stats.mannwhitneyu(t, c, alternative="greater").pvalue  # expect: PLN025


print(better(pd.read_parquet("users.parquet"), "orders"))
