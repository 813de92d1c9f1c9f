# %% [1]
import pandas as pd

plays = pd.read_parquet("plays.parquet")
# %% [6]
plays = plays[plays["minutes"] > 1]  # also: NBK001
# %% [3]
by_country = plays.groupby("country")["minutes"].mean()  # expect: NBK001
# %% [4]
by_country.sort_values().head(10)
