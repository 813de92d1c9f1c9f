import pandas as pd

orders = pd.read_parquet("orders.parquet")
launch = pd.to_datetime("2024-04-03")
before = orders[orders["ordered_at"] < launch]["amount"].mean()
after = orders[orders["ordered_at"] >= launch]["amount"].mean()
print(after - before)
