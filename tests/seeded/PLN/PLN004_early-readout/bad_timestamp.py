# config: plan.primary = [{metric = "revenue"}, {metric = "orders"}]
# config: plan.guardrails = [{metric = "page_load_ms"}]
# config: plan.start = "2025-05-05"
# config: plan.weeks = 3
# config: plan.segments = ["platform"]
# config: plan.variants = {control = 0.5, treatment = 0.5}
import pandas as pd
from scipy import stats

events = pd.read_parquet("events.parquet")
so_far = events[events["ts"] < pd.Timestamp("2025-05-19")]  # expect: PLN004
c = so_far[so_far["variant"] == "control"]["revenue"]
t = so_far[so_far["variant"] == "treatment"]["revenue"]
print(stats.ttest_ind(t, c, equal_var=False))
