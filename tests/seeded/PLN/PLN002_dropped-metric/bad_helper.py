# config: plan.primary = [{metric = "revenue"}, {metric = "orders"}]
# config: plan.guardrails = [{metric = "page_load_ms"}]
# config: plan.start = "2025-05-05"
# config: plan.weeks = 3
# config: plan.segments = ["platform"]
# config: plan.variants = {control = 0.5, treatment = 0.5}
import pandas as pd
from scipy import stats


def lift(df, metric):
    c = df[df["variant"] == "control"][metric]
    t = df[df["variant"] == "treatment"][metric]
    return t.mean() - c.mean(), stats.ttest_ind(t, c, equal_var=False).pvalue


frame = pd.read_parquet("users.parquet")
print(lift(frame, "revenue"))  # expect: PLN002
print(lift(frame, "page_load_ms"))
