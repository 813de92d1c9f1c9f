# config: plan.primary = [{metric = "revenue"}, {metric = "orders"}]
# config: plan.start = "2025-05-05"
# config: plan.weeks = 3
import pandas as pd
import tea_tasting as tt

data = pd.read_parquet("users.parquet")
experiment = tt.Experiment(
    revenue=tt.Mean("revenue", covariate="revenue_pre"),
    orders=tt.Mean("orders", covariate="orders_pre"),
    newsletter=tt.Proportion("signed_up"),  # expect: PLN001
)
print(experiment.analyze(data, control=0))
