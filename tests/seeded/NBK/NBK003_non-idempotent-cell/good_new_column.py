# %%
import pandas as pd

plays = pd.read_parquet("plays.parquet")
# %%
plays["watch_minutes"] = plays["watch_time"] / 60
plays["share"] = plays["watch_minutes"] / plays["watch_minutes"].sum()
# %%
plays.groupby("device")["watch_minutes"].mean()
