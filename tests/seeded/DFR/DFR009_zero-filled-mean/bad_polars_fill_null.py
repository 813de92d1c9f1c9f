import polars as pl

answers = pl.read_csv("nps_2024.csv")  # nps is null for users who skipped the question
by_plan = (
    answers.with_columns(pl.col("nps").fill_null(0))  # expect: DFR009
    .group_by("plan")
    .agg(pl.col("nps").mean().alias("nps"), pl.len().alias("users"))
)
print(by_plan.sort("nps", descending=True))
