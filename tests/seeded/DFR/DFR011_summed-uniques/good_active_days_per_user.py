import pandas as pd

events = pd.read_parquet("app_events.parquet")
events["day"] = events["ts"].dt.date
active_days = events.groupby("user_id")["day"].nunique()

user_days = active_days.sum()
print("user-days:", user_days, "per user:", active_days.mean())
