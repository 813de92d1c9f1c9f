import pandas as pd

events = pd.read_parquet("app_events.parquet")
events["day"] = events["ts"].dt.date
march = events[events["ts"].dt.month == 3]
users = march.groupby("day")["user_id"].nunique().sum()  # expect: DFR011
print(f"{users:,} users were active in March")
