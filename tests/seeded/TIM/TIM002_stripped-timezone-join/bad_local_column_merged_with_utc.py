import pandas as pd

sales = pd.read_parquet("till_sales.parquet")
sales["hour"] = sales["sold_at"].dt.tz_convert("Europe/Paris").dt.floor("h").dt.tz_localize(None)

weather = pd.read_csv("weather_utc.csv", parse_dates=["hour"])  # hour is UTC, without a zone
joined = sales.merge(weather, on="hour", how="left", validate="m:1")  # expect: TIM002
print(joined.groupby("rain")["amount"].sum())
