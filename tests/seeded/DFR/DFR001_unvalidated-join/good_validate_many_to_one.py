import pandas as pd

orders = pd.read_csv("orders.csv", usecols=["order_id", "customer_id", "order_total"])
customers = pd.read_csv("customers.csv", usecols=["customer_id", "segment"])

full = orders.merge(customers, on="customer_id", how="left", validate="many_to_one")

revenue = full.groupby("segment", dropna=False)["order_total"].sum()
print(f"revenue {revenue.sum():,.0f}")
print(revenue)
