# %%
import pandas as pd

trips = pd.read_parquet("trips.parquet")
depots = set()
# %%
trips = trips.drop_duplicates().sort_values("left_at")
trips = trips[trips["km"] > 0]
trips = trips.rename(columns={"lt": "litres"})
trips["depot"] = trips["depot"].str.strip().str.upper()
trips["litres"] = trips["litres"].fillna(0).clip(upper=900)
# %%
depots.update(trips["depot"].unique())
# %%
trips.groupby("depot")["km"].sum(), len(depots)
