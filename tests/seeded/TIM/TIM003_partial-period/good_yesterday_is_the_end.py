import pandas as pd

orders = pd.read_parquet("orders.parquet")  # refreshed every hour
today = pd.Timestamp.now("UTC").normalize()
start = today - pd.Timedelta(days=28)

recent = orders[(orders["order_date"] >= start) & (orders["order_date"] < today)]
daily = recent.groupby("order_date")["amount"].sum()
print("average daily revenue:", daily.mean())
