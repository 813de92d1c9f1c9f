import pandas as pd

orders = pd.read_parquet("orders.parquet")
revenue = orders.groupby("order_date")["amount"].sum()
print("day on day:", revenue.pct_change().tail(7))

weekly = orders.set_index("ordered_at")["amount"].resample("W").sum()
print("week on week:", weekly.diff().tail(4))
