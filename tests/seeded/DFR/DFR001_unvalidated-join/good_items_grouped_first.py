import pandas as pd

orders = pd.read_csv("orders.csv", usecols=["order_id", "customer_id", "order_total"])
items = pd.read_csv("order_items.csv", usecols=["order_id", "sku", "quantity"])

per_order = items.groupby("order_id", as_index=False).agg(units=("quantity", "sum"))
full = orders.merge(per_order, on="order_id", how="left")

print("revenue", full["order_total"].sum(), "units", full["units"].sum())
print("revenue per order", full["order_total"].mean())
