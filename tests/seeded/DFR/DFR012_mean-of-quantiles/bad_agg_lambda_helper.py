import pandas as pd


def depot_percentiles(parcels: pd.DataFrame) -> pd.DataFrame:
    return parcels.groupby(["region", "depot"], as_index=False).agg(
        p90_hours=("transit_hours", lambda hours: hours.quantile(0.9)),
        parcels=("parcel_id", "size"),
    )


depots = depot_percentiles(pd.read_csv("parcels.csv"))
by_region = depots.groupby("region")["p90_hours"].mean()  # expect: DFR012
print("90% of the parcels of a region arrive within", by_region)
