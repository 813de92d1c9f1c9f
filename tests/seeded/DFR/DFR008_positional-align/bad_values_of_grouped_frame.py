import pandas as pd

users = pd.read_csv("users.csv").sort_values("signed_up_at")
orders = pd.read_csv("orders.csv")
users = users[users["user_id"].isin(orders["user_id"])].copy()
spend = orders.groupby("user_id")["amount"].sum()
users["spend"] = spend.values  # expect: DFR008
print(users.groupby("plan")["spend"].mean())
