import polars as pl

trips = pl.read_parquet("taxi_trips.parquet")
trips.filter(pl.col("distance_km") > 0)  # expect: DFR010
trips.with_columns((pl.col("fare") / pl.col("distance_km")).alias("fare_km"))  # expect: DFR010
print(trips.group_by("zone").agg(pl.col("fare").mean()))
