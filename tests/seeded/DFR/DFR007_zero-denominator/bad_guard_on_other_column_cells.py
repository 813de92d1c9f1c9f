# %%
import pandas as pd

users = pd.read_parquet("user_weeks.parquet")
users = users[users["impressions"] > 0]

# %%
users["revenue_per_session"] = users["ad_revenue"] / users["session_count"]  # expect: DFR007

# %%
print(users.groupby("country")["revenue_per_session"].mean())
print(users["revenue_per_session"].std())
