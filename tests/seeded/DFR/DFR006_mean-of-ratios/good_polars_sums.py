import polars as pl

mailings = pl.read_csv("mailings.csv").filter(pl.col("n_delivered") > 0)
rates = mailings.with_columns((pl.col("n_opened") / pl.col("n_delivered")).alias("open_rate"))
summary = rates.group_by("list_name").agg(
    (pl.col("n_opened").sum() / pl.col("n_delivered").sum()).alias("open_rate"),
    pl.col("open_rate").min().alias("worst"),
    pl.col("n_delivered").mean().alias("mean_size"),
)
print(summary)
