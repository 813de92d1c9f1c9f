# config: plan.primary = [{metric = "revenue"}, {metric = "orders"}]
# config: plan.start = "2025-05-05"
# config: plan.weeks = 3
import pandas as pd
import tea_tasting as tt

data = pd.read_parquet("users.parquet")
experiment = tt.Experiment(
    sample_ratio=tt.SampleRatio(),
    revenue=tt.Mean("rev_total", covariate="rev_pre"),
    orders=tt.Mean("n_orders", covariate="n_orders_pre"),
)
print(experiment.analyze(data, control=0))
