import polars as pl

mailings = pl.read_csv("mailings.csv").filter(pl.col("n_delivered") > 0)
rates = mailings.with_columns(
    (pl.col("n_opened") / pl.col("n_delivered")).alias("open_rate"),
    (pl.col("n_clicked") / pl.col("n_delivered")).alias("click_rate"),
)
summary = rates.group_by("list_name").agg(
    pl.col("open_rate").mean(),  # expect: DFR006
    pl.col("click_rate").mean(),  # expect: DFR006
)
print(summary)
