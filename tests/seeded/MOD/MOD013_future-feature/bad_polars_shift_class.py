import polars as pl
from sklearn.linear_model import Ridge


class ParkingForecast:
    cols = ["free_before", "free_next"]

    def __init__(self, path: str) -> None:
        self.table = (
            pl.read_parquet(path)
            .sort("at")
            .with_columns(
                free_before=pl.col("free").shift(1),
                free_next=pl.col("free").shift(-1),  # expect: MOD013
            )
            .drop_nulls()
        )

    def evaluate(self) -> float:
        cut = int(self.table.height * 0.8)
        past, rest = self.table[:cut], self.table[cut:]
        model = Ridge().fit(past.select(self.cols).to_numpy(), past["free"].to_numpy())
        return model.score(rest.select(self.cols).to_numpy(), rest["free"].to_numpy())
