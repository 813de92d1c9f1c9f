import polars as pl

impressions = pl.scan_parquet("impressions/*.parquet")
reach = (
    impressions.group_by("campaign_id", "day")
    .agg(pl.col("viewer_id").n_unique().alias("reach"))
    .group_by("campaign_id")
    .agg(pl.col("reach").sum())  # expect: DFR011
)
print(reach.collect().sort("reach", descending=True))
