import pandas as pd

orders = pd.read_csv("orders_legacy.csv", dtype=str)
orders["ordered_on"] = pd.to_datetime(orders["ordered_on"], format="%Y%m%d", errors="coerce")
rejects = orders[orders["ordered_on"].isnull()]
rejects.to_csv("orders_rejected.csv", index=False)
print(len(rejects), "orders have no readable date")

orders = orders.dropna(subset=["ordered_on"])
print(orders.groupby(orders["ordered_on"].dt.year).size())
