import polars as pl

forecast = pl.read_csv("forecast.csv").sort("store_id", "day")
actual = pl.read_csv("sales.csv").sort("day", "store_id")

both = pl.concat(  # expect: DFR008
    [forecast.select("store_id", "day", "units_forecast"), actual.select("units_sold")],
    how="horizontal",
)
error = (pl.col("units_forecast") - pl.col("units_sold")).abs().mean()
print(both.select(error.alias("mae")))
