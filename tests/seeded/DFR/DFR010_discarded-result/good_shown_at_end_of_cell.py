# %%
import pandas as pd

trips = pd.read_parquet("taxi_trips.parquet")
trips["fare_km"] = trips["fare"] / trips["distance_km"]

# %%
trips.sort_values("fare_km", ascending=False)

# %%
trips = trips[trips["distance_km"] > 0]
trips.drop(columns=["driver_name", "plate"])

# %%
print(trips["fare_km"].median())
