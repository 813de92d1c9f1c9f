# config: plan.primary = [{metric = "revenue"}, {metric = "orders"}]
# config: plan.guardrails = [{metric = "page_load_ms"}]
# config: plan.start = "2025-05-05"
# config: plan.weeks = 3
# config: plan.segments = ["platform"]
# config: plan.variants = {control = 0.5, treatment = 0.5}
import pandas as pd
from scipy import stats

users = pd.read_parquet("per_user.parquet")
control = users.loc[users["variant"] == "control"]
treatment = users.loc[users["variant"] == "treatment"]


def compare(metric):
    return stats.ttest_ind(treatment[metric], control[metric], equal_var=False)


print(compare("revenue"))
print(compare("orders"))
print(compare("wishlist_adds"))  # expect: PLN001
