import pandas as pd

sales = pd.read_parquet("till_sales.parquet")
sales["hour"] = sales["sold_at"].dt.tz_convert("UTC").dt.tz_localize(None).dt.floor("h")

weather = pd.read_csv("weather_utc.csv", parse_dates=["hour"])  # hour is UTC, without a zone
joined = sales.merge(weather, on="hour", how="left", validate="m:1")
print(joined.groupby("rain")["amount"].sum())
