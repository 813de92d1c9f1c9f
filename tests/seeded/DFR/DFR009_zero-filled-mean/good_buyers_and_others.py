import pandas as pd

users = pd.read_csv("assigned_users.csv")
orders = pd.read_csv("orders.csv").groupby("user_id")["amount"].sum().rename("spend")

# A user without an order has spent nothing: zero is the measurement.
users = users.merge(orders, how="left", left_on="user_id", right_index=True)
users["spend"] = users["spend"].fillna(0)
print(users.groupby("arm")["spend"].mean())
