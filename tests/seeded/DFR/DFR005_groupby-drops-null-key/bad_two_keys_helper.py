import pandas as pd


def weekly_cost(parcels: pd.DataFrame, depots: pd.DataFrame) -> pd.DataFrame:
    regions = depots[["depot", "region"]].drop_duplicates("depot")
    parcels = pd.merge(parcels, regions, on="depot", how="left")
    parcels["week"] = parcels["sent_at"].dt.to_period("W")
    return parcels.groupby(["week", "region"], as_index=False)["cost_eur"].sum()  # expect: DFR005


parcels = pd.read_parquet("parcels.parquet")
table = weekly_cost(parcels, pd.read_csv("depots.csv"))
print("total cost:", table["cost_eur"].sum())
