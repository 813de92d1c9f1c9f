import pandas as pd

subs = pd.read_parquet("subscriptions.parquet")
subs = subs[subs["cancelled_at"].notna()].copy()
subs["months_subscribed"] = (subs["cancelled_at"] - subs["started_at"]).dt.days / 30  # expect: TIM004
print(subs.groupby("plan")["months_subscribed"].median())
