import polars as pl

starts = pl.scan_parquet("video_starts.parquet")
startup = (
    starts.group_by("country", "day")
    .agg(pl.col("startup_ms").quantile(0.99).alias("p99"))
    .group_by("country")
    .agg(pl.col("p99").mean())  # expect: DFR012
)
print(startup.collect().sort("p99"))
