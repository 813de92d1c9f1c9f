# %%
import pandas as pd

admissions = pd.read_parquet("admissions.parquet").set_index("admitted_at").sort_index()

# %%
now = pd.Timestamp.now("UTC")
last_year = admissions.loc[now - pd.DateOffset(months=13) : now]

# %%
per_month = last_year.resample("MS").size().iloc[1:-1]  # the first and the last month are not whole
per_month.mean()
