import pandas as pd


def with_region(parcels: pd.DataFrame, depots: pd.DataFrame) -> pd.DataFrame:
    assert depots["depot_code"].is_unique, "a depot is listed twice"
    return parcels.merge(depots, left_on="depot", right_on="depot_code", how="left")


parcels = pd.read_csv("parcels.csv")
depots = pd.read_csv("depots.csv")
merged = with_region(parcels, depots)
print(merged.groupby("region").agg(parcels=("parcel_id", "count"), kg=("weight_kg", "sum")))
