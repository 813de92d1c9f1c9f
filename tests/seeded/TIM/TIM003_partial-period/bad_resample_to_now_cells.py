# %%
import pandas as pd

admissions = pd.read_parquet("admissions.parquet").set_index("admitted_at").sort_index()

# %%
now = pd.Timestamp.now("UTC")
last_year = admissions.loc[now - pd.DateOffset(months=12) : now]  # expect: TIM003

# %%
per_month = last_year.resample("MS").size()
per_month.mean()  # also: TIM003
