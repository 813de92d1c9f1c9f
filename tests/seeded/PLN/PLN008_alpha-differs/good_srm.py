# config: plan.primary = [{metric = "revenue"}, {metric = "orders"}]
# config: plan.guardrails = [{metric = "page_load_ms"}]
# config: plan.start = "2025-05-05"
# config: plan.weeks = 3
# config: plan.segments = ["platform"]
# config: plan.variants = {control = 0.5, treatment = 0.5}
import pandas as pd
from scipy.stats import chisquare, ttest_ind

df = pd.read_parquet("users.parquet")
if chisquare(df["variant"].value_counts()).pvalue < 0.001:
    raise SystemExit("the split is broken")
a, b = df[df.variant == "control"], df[df.variant == "treatment"]
print(ttest_ind(b.revenue, a.revenue, equal_var=False).pvalue < 0.05)
