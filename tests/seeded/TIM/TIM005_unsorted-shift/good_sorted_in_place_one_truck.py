import pandas as pd

tracks = pd.read_parquet("truck_positions.parquet")
tracks.sort_values("sent_at", inplace=True)

one = tracks[tracks["truck_id"] == "HH-204"].copy()
one["km"] = one["odometer_km"].diff()
print(one["km"].sum())
