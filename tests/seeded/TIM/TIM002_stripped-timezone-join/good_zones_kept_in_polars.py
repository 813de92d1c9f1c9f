import polars as pl

views = pl.read_parquet("ad_views.parquet").with_columns(
    pl.col("viewed_at").dt.convert_time_zone("UTC").dt.truncate("1h").alias("hour")
)
bids = pl.read_parquet("bid_floor_by_hour.parquet").with_columns(
    pl.col("hour_utc").dt.replace_time_zone("UTC").alias("hour")
)
priced = views.join(bids, on="hour", how="left", validate="m:1")
print(priced.select(pl.col("floor").mean()))
