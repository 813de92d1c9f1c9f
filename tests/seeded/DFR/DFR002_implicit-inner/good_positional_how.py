import pandas as pd

users = pd.read_parquet("users.parquet", columns=["user_id", "plan", "minutes_30d"])
tickets = pd.read_csv("tickets.csv").groupby("user_id", as_index=False).size()

table = users.merge(tickets, "left", "user_id", validate="1:1")
table["size"] = table["size"].fillna(0)
print(table.groupby("plan").agg(minutes=("minutes_30d", "mean"), tickets=("size", "mean")))

both = pd.merge(users, tickets, "left", on="user_id")
print("minutes of everybody:", both["minutes_30d"].mean())
