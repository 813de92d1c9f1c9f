import pandas as pd

users = pd.read_csv("users.csv")
orders = pd.read_csv("orders.csv")
spend = orders.groupby("user_id")["amount"].sum()
users["spend"] = users["user_id"].map(spend)
users["spend_0"] = spend.reindex(users["user_id"], fill_value=0).to_numpy()
print(users.groupby("plan")["spend_0"].mean())
