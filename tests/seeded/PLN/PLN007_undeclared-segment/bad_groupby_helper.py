# config: plan.primary = [{metric = "revenue"}, {metric = "orders"}]
# config: plan.guardrails = [{metric = "page_load_ms"}]
# config: plan.start = "2025-05-05"
# config: plan.weeks = 3
# config: plan.segments = ["platform"]
# config: plan.variants = {control = 0.5, treatment = 0.5}
import pandas as pd
from scipy import stats


def p_of(group):
    c = group[group["variant"] == "control"]["orders"]
    t = group[group["variant"] == "treatment"]["orders"]
    return stats.ttest_ind(t, c, equal_var=False).pvalue


df = pd.read_parquet("users.parquet")
for tier, group in df.groupby("loyalty_tier"):  # expect: PLN007
    print(tier, p_of(group))
