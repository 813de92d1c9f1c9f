import polars as pl

views = pl.read_parquet("ad_views.parquet").with_columns(
    pl.col("viewed_at").dt.convert_time_zone("Asia/Tokyo").dt.replace_time_zone(None).dt.truncate("1h")
)
bids = pl.read_parquet("bid_floor_by_hour.parquet").rename({"hour_utc": "viewed_at"})

priced = views.join(bids, on="viewed_at", how="left", validate="m:1")  # expect: TIM002
print(priced.select(pl.col("floor").mean()))
