import pandas as pd

events = pd.read_parquet("app_events.parquet")
events["day"] = events["ts"].dt.date
march = events[events["ts"].dt.month == 3]
users = march["user_id"].nunique()
daily = march.groupby("day")["user_id"].nunique()
print(f"{users:,} users were active in March, {daily.mean():,.0f} on an average day")
print(f"{daily.max():,} on the best one, {march.groupby('day').size().sum():,} events")
