# %%
import pandas as pd

logins = pd.read_parquet("logins.parquet")
days = pd.date_range("2024-05-01", "2024-05-31")

# %%
per_day = logins.groupby(["user_id", "day"]).size().unstack(fill_value=0)
per_day = per_day.reindex(columns=days).fillna(0)

# %%
print("logins a user and day:", per_day.mean().mean())
