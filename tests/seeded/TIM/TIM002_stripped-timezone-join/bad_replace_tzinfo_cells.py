# %%
import pandas as pd

calls = pd.read_parquet("call_centre.parquet")
outages = pd.read_csv("outages_utc.csv", parse_dates=["minute"])

# %%
calls["minute"] = calls["started_at"].map(
    lambda t: t.tz_convert("America/Chicago").floor("min").replace(tzinfo=None)  # also: TIM002
)

# %%
hit = calls.merge(outages, on="minute", how="inner", validate="m:1")  # expect: TIM002
len(hit) / len(calls)
