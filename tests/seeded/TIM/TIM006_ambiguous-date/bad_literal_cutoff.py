import pandas as pd

orders = pd.read_parquet("orders.parquet")
launch = pd.to_datetime("03/04/2024")  # expect: TIM006
before = orders[orders["ordered_at"] < launch]["amount"].mean()
after = orders[orders["ordered_at"] >= launch]["amount"].mean()
print(after - before)
