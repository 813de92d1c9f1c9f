# %%
import pandas as pd

subscribers = pd.read_parquet("subscribers.parquet")  # one row per user
tickets = pd.read_parquet("support_tickets.parquet")  # one row per ticket

# %%
joined = subscribers.set_index("user_id").join(  # expect: DFR001
    tickets.set_index("user_id")[["ticket_id", "topic"]]
)

# %%
print("average monthly fee:", joined["monthly_fee"].mean())  # also: DFR001
print("average tenure:", joined["tenure_months"].mean())
