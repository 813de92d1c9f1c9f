# config: plan.primary = [{metric = "revenue"}, {metric = "orders"}]
# config: plan.guardrails = [{metric = "page_load_ms"}]
# config: plan.start = "2025-05-05"
# config: plan.weeks = 3
# config: plan.segments = ["platform"]
# config: plan.variants = {control = 0.5, treatment = 0.5}
import pandas as pd
from scipy.stats import ttest_ind

df = pd.read_parquet("users.parquet")
new, old = df[df.age_days < 30], df[df.age_days >= 30]
print(ttest_ind(new.revenue, old.revenue, equal_var=False, alternative="less"))
