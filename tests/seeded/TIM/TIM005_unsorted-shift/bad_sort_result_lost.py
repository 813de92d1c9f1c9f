import pandas as pd

tracks = pd.read_parquet("truck_positions.parquet")
tracks.sort_values(["truck_id", "sent_at"])
tracks["km"] = tracks.groupby("truck_id")["odometer_km"].diff()  # expect: TIM005
print(tracks.groupby("truck_id")["km"].sum())
