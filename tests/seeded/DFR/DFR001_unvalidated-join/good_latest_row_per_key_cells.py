# %%
import pandas as pd

subscribers = pd.read_parquet("subscribers.parquet")
plans = pd.read_parquet("plan_changes.parquet")  # many rows per user

# %%
current = plans.sort_values("changed_at").drop_duplicates("user_id", keep="last")
joined = subscribers.set_index("user_id").join(current.set_index("user_id")[["plan"]])

# %%
print("average monthly fee:", joined["monthly_fee"].mean())
print(joined.groupby("plan", dropna=False)["tenure_months"].mean())
