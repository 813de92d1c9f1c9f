import polars as pl

plays = pl.read_parquet("plays.parquet").sort("user_id", "started_at")
gaps = plays.with_columns(
    (pl.col("started_at") - pl.col("ended_at").shift(1)).alias("pause")  # expect: TIM005
)
print(gaps.group_by("user_id").agg(pl.col("pause").median()))
