import polars as pl

plays = pl.read_parquet("plays.parquet", columns=["user_id", "title_id", "minutes"])
titles = pl.read_parquet("titles.parquet", columns=["title_id", "genre"])

by_genre = (
    plays.join(titles, on="title_id", how="left", validate="m:1")
    .group_by("genre")
    .agg(pl.col("minutes").sum(), pl.col("user_id").n_unique().alias("viewers"))
)
print(by_genre.with_columns(pl.col("genre").fill_null("unknown")))
