# %%
import pandas as pd

users = pd.read_parquet("users.parquet")
tickets = pd.read_parquet("tickets.parquet")

# %%
last = tickets.sort_values("opened_at").groupby("user_id").agg(last_topic=("topic", "last"))
users = users.merge(last, how="left", left_on="user_id", right_index=True)

# %%
churn = users.groupby("last_topic").churned.mean()  # expect: DFR005
print("churn by last ticket, users without a ticket included")
print(churn)
