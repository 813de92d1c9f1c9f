import pandas as pd

orders = pd.read_csv("orders.csv", parse_dates=["ordered_at"])
segments = pd.read_csv("crm_segments.csv").drop_duplicates("customer_id")

march = orders[orders["ordered_at"].dt.month == 3]
tagged = march.merge(segments, on="customer_id")  # expect: DFR002
print(tagged.groupby("segment")["amount"].sum())
print("total revenue in March:", tagged["amount"].sum())
