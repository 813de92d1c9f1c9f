# %%
import pandas as pd

claims = pd.read_parquet("claims.parquet")
month_end = pd.Timestamp("2024-03-31")

# %%
this_month = claims[claims["filed_on"] > month_end - pd.Timedelta(days=30)]  # expect: TIM004
last_month = claims[
    claims["filed_on"].between(month_end - pd.Timedelta(days=60), month_end - pd.Timedelta(days=30))  # also: TIM004
]

# %%
len(this_month) / len(last_month) - 1
