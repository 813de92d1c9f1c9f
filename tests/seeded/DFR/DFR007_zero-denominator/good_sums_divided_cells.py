# %%
import pandas as pd

users = pd.read_parquet("user_weeks.parquet")

# %%
by_country = users.groupby("country")[["ad_revenue", "session_count"]].sum()
by_country = by_country[by_country["session_count"] >= 1000]
by_country["revenue_per_session"] = by_country["ad_revenue"] / by_country["session_count"]

# %%
print(by_country["revenue_per_session"].sort_values())
print(by_country["revenue_per_session"].max())
