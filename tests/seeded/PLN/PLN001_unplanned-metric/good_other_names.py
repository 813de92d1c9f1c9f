# config: plan.primary = [{metric = "revenue"}, {metric = "orders"}]
# config: plan.guardrails = [{metric = "page_load_ms"}]
# config: plan.start = "2025-05-05"
# config: plan.weeks = 3
# config: plan.segments = ["platform"]
# config: plan.variants = {control = 0.5, treatment = 0.5}
import pandas as pd
from scipy.stats import ttest_ind

# This team's columns are not called as the catalogue calls metrics.
df = pd.read_parquet("users.parquet")
a, b = df[df.variant == "control"], df[df.variant == "treatment"]
print(ttest_ind(b.rev_usd, a.rev_usd, equal_var=False))
print(ttest_ind(b.n_ord, a.n_ord, equal_var=False))
