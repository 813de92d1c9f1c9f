import pandas as pd


def weekly_cost(parcels: pd.DataFrame, depots: pd.DataFrame) -> pd.DataFrame:
    """Cost per depot; the area of the depot is only carried along."""
    areas = depots[["depot", "floor_area_m2"]].drop_duplicates("depot")
    parcels = pd.merge(parcels, areas, on="depot", how="left")
    assert parcels["depot"].notna().all()
    return parcels.groupby("depot", as_index=False).agg(
        cost=("cost_eur", "sum"), area=("floor_area_m2", "first")
    )


print(weekly_cost(pd.read_parquet("parcels.parquet"), pd.read_csv("depots.csv")))
