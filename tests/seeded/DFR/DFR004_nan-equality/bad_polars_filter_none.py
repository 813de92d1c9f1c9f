import polars as pl

shipments = pl.scan_parquet("shipments/*.parquet")
delivered = shipments.filter(pl.col("delivered_at") != None)  # noqa: E711  # expect: DFR004
on_time = (
    delivered.with_columns((pl.col("delivered_at") <= pl.col("promised_at")).alias("on_time"))
    .group_by("carrier")
    .agg(pl.col("on_time").mean())
)
print(on_time.collect())
