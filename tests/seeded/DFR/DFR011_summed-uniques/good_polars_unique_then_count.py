import polars as pl

impressions = pl.scan_parquet("impressions/*.parquet")
daily = impressions.group_by("campaign_id", "day").agg(
    pl.col("viewer_id").n_unique().alias("reach"),
    pl.col("cost").sum(),
)
cost = daily.group_by("campaign_id").agg(pl.col("cost").sum(), pl.col("reach").max())
reach = impressions.group_by("campaign_id").agg(pl.col("viewer_id").n_unique())
print(cost.join(reach, on="campaign_id", validate="1:1").collect())
