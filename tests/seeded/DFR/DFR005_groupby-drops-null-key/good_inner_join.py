import pandas as pd

users = pd.read_parquet("users.parquet")
tickets = pd.read_parquet("tickets.parquet")

last = tickets.sort_values("opened_at").groupby("user_id").agg(last_topic=("topic", "last"))
contacted = users.merge(last, how="inner", left_on="user_id", right_index=True)
churn = contacted.groupby("last_topic").churned.mean()
print("churn of users who contacted us, by last topic")
print(churn)
