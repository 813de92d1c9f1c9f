# %%
import pandas as pd

plays = pd.read_parquet("plays.parquet")
# %%
plays["watch_time"] = plays["watch_time"] / 60  # expect: NBK003
# %%
plays.groupby("device")["watch_time"].mean()
