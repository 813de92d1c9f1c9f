import numpy as np
import pandas as pd

trips = pd.read_parquet("trips.parquet").sort_values(["driver_id", "started_at"])
trips["log_km"] = np.log1p(trips["km"].values)
trips["driver_mean"] = trips.groupby("driver_id")["km"].transform("mean").values
trips["weekday"] = trips["started_at"].dt.dayofweek.to_numpy()
print(trips[["log_km", "driver_mean", "weekday"]].describe())
