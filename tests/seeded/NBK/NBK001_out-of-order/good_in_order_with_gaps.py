# %% [1]
import pandas as pd

plays = pd.read_parquet("plays.parquet")
# %% [4]
plays = plays[plays["minutes"] > 1]
# %% [11]
by_country = plays.groupby("country")["minutes"].mean()
# %% [12]
by_country.sort_values().head(10)
