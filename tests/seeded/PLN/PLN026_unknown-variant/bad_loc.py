# config: plan.primary = [{metric = "revenue"}, {metric = "orders"}]
# config: plan.guardrails = [{metric = "page_load_ms"}]
# config: plan.start = "2025-05-05"
# config: plan.weeks = 3
# config: plan.segments = ["platform"]
# config: plan.variants = {control = 0.5, treatment = 0.5}
import pandas as pd
from scipy import stats

users = pd.read_parquet("users.parquet")
# %%
holdout = users.loc[users["variant"] == "holdout", "revenue"]  # expect: PLN026
treated = users.loc[users["variant"] == "treatment", "revenue"]
# %%
stats.ttest_ind(treated, holdout, equal_var=False)
