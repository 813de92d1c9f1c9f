# %%
import pandas as pd

orders = pd.read_csv("orders.csv", parse_dates=["ordered_at"])
segments = pd.read_csv("crm_segments.csv").drop_duplicates("customer_id")

# %%
tagged = orders.merge(segments, on="customer_id")
lost = 1 - tagged.shape[0] / orders.shape[0]
print(f"{lost:.1%} of the orders have no segment and are left out below")

# %%
print(tagged.groupby("segment")["amount"].mean())
