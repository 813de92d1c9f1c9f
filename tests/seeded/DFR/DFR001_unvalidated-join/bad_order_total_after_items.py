import pandas as pd

orders = pd.read_csv("orders.csv", usecols=["order_id", "customer_id", "order_total"])
items = pd.read_csv("order_items.csv", usecols=["order_id", "sku", "quantity"])

full = orders.merge(items, on="order_id", how="left")  # expect: DFR001
full["quantity"] = full["quantity"].fillna(0).astype(int)

revenue = full["order_total"].sum()  # also: DFR001
print(f"revenue {revenue:,.0f}, units {full['quantity'].sum():,}")
