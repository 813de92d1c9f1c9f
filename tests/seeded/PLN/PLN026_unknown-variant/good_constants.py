# config: plan.primary = [{metric = "revenue"}, {metric = "orders"}]
# config: plan.guardrails = [{metric = "page_load_ms"}]
# config: plan.start = "2025-05-05"
# config: plan.weeks = 3
# config: plan.segments = ["platform"]
# config: plan.variants = {control = 0.5, treatment = 0.5}
import pandas as pd
from scipy.stats import ttest_ind

CONTROL, TREATMENT = "control", "treatment"
df = pd.read_parquet("users.parquet")
a, b = df[df["variant"] == CONTROL], df[df["variant"] == TREATMENT]
print(ttest_ind(b["revenue"], a["revenue"], equal_var=False))
