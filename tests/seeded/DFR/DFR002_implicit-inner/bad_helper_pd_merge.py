import pandas as pd


def with_weather(rides: pd.DataFrame, weather: pd.DataFrame) -> pd.DataFrame:
    rides = rides.assign(hour=rides["started_at"].dt.floor("h"))
    return pd.merge(rides, weather, on=["station_id", "hour"], validate="m:1")  # expect: DFR002


rides = pd.read_parquet("rides.parquet")
weather = pd.read_parquet("weather_hourly.parquet")
joined = with_weather(rides, weather)
rainy = joined["rain_mm"] > 0.2
print("rides in rain:", rainy.sum(), "share:", rainy.mean())
print("mean duration:", joined["duration_min"].mean())  # also: DFR002
