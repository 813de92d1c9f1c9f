# config: plan.primary = [{metric = "revenue"}, {metric = "orders"}]
# config: plan.guardrails = [{metric = "page_load_ms"}]
# config: plan.start = "2025-05-05"
# config: plan.weeks = 3
# config: plan.segments = ["platform"]
# config: plan.variants = {control = 0.5, treatment = 0.5}
import pandas as pd
from scipy.stats import ttest_ind

df = pd.read_parquet("daily.parquet")
df = df[(df["event_date"] >= "2025-05-05") & (df["event_date"] <= "2025-05-25")]
per_user = df.groupby(["user_id", "variant"], as_index=False)["revenue"].sum()
a, b = per_user[per_user.variant == "control"], per_user[per_user.variant == "treatment"]
print(ttest_ind(b.revenue, a.revenue, equal_var=False))
