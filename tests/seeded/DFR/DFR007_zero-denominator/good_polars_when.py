import polars as pl

mailings = pl.scan_csv("mailings.csv")
summary = (
    mailings.with_columns(
        pl.when(pl.col("n_opened") > 0)
        .then(pl.col("n_clicked") / pl.col("n_opened"))
        .alias("click_to_open"),
    )
    .group_by("list_name")
    .agg(pl.col("click_to_open").mean(), pl.len().alias("mailings"))
    .collect()
)
print(summary.sort("click_to_open"))
