import pandas as pd

orders = pd.read_csv("orders.csv", parse_dates=["ordered_at"])
returns = pd.read_csv("returns.csv").drop_duplicates("order_id")

# Only returned orders are wanted here.
returned = orders.merge(returns, on="order_id", how="inner")
print(returned.groupby("reason")["amount"].sum())
print("value of returned orders:", returned["amount"].sum())
