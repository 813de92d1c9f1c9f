import pandas as pd


def with_weather(rides: pd.DataFrame, weather: pd.DataFrame) -> pd.DataFrame:
    rides = rides.assign(hour=rides["started_at"].dt.floor("h"))
    joined = pd.merge(rides, weather, on=["station_id", "hour"], validate="m:1")
    if len(joined) != len(rides):
        raise ValueError(f"{len(rides) - len(joined)} rides have no weather")
    return joined


rides = pd.read_parquet("rides.parquet")
joined = with_weather(rides, pd.read_parquet("weather_hourly.parquet"))
print("share of rides in rain:", (joined["rain_mm"] > 0.2).mean())
