import polars as pl

answers = pl.read_csv("nps_2024.csv")
by_plan = answers.group_by("plan").agg(
    pl.col("nps").mean().alias("nps"),
    pl.col("nps").is_null().mean().alias("skipped"),
    pl.col("referrals").fill_null(0).sum().alias("referrals"),
)
print(by_plan.sort("nps", descending=True), answers["referrals"].fill_null(0).max())
