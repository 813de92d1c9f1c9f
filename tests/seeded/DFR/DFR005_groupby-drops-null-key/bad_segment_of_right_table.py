import pandas as pd

orders = pd.read_csv("orders.csv", usecols=["order_id", "customer_id", "amount"])
crm = pd.read_csv("crm.csv", usecols=["customer_id", "segment"]).drop_duplicates("customer_id")

tagged = orders.merge(crm, on="customer_id", how="left", validate="m:1")
revenue = tagged.groupby("segment")["amount"].sum()  # expect: DFR005
print(revenue / revenue.sum())
