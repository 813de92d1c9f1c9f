import pandas as pd

subs = pd.read_parquet("subscriptions.parquet")
window = pd.Timedelta(days=30)  # the metric is day-30 retention, defined in days
subs["kept_d30"] = (subs["cancelled_at"] - subs["started_at"]).gt(window) | subs["cancelled_at"].isna()
print(subs.groupby("plan")["kept_d30"].mean())
