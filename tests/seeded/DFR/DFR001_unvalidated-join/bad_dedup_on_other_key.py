import pandas as pd


class RegionReport:
    """Deliveries per region of the depot."""

    def __init__(self, parcels: str, depots: str):
        self.parcels = pd.read_csv(parcels)
        self.depots = pd.read_csv(depots).drop_duplicates(["depot_code", "valid_from"])

    def table(self) -> pd.DataFrame:
        merged = self.parcels.merge(  # expect: DFR001
            self.depots, left_on="depot", right_on="depot_code", how="left"
        )
        return merged.groupby("region").agg(  # also: DFR001
            parcels=("parcel_id", "count"),
            weight_kg=("weight_kg", "sum"),
        )


print(RegionReport("parcels.csv", "depots_history.csv").table())
