# config: plan.primary = [{metric = "revenue"}, {metric = "orders"}]
# config: plan.guardrails = [{metric = "page_load_ms"}]
# config: plan.start = "2025-05-05"
# config: plan.weeks = 3
# config: plan.segments = ["platform"]
# config: plan.variants = {control = 0.5, treatment = 0.5}
import pandas as pd
from scipy.stats import mannwhitneyu

df = pd.read_parquet("users.parquet")
found = {}
for os in ["ios", "android", "web"]:  # expect: PLN007
    c = df[(df["device_os"] == os) & (df["variant"] == "control")]
    t = df[(df["device_os"] == os) & (df["variant"] == "treatment")]
    found[os] = mannwhitneyu(t["revenue"], c["revenue"]).pvalue
print(found)
