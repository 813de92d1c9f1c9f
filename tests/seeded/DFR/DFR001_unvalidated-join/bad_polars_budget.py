import polars as pl

campaigns = pl.read_parquet("campaigns.parquet").select("campaign_id", "market", "budget_eur")
clicks = pl.read_parquet("ad_clicks.parquet").select("campaign_id", "click_id", "cost_eur")

spend = (
    campaigns.join(clicks, on="campaign_id", how="left")  # expect: DFR001
    .group_by("market")
    .agg(
        pl.col("budget_eur").sum().alias("budget"),  # also: DFR001
        pl.col("cost_eur").sum().alias("spent"),
    )
    .with_columns((pl.col("spent") / pl.col("budget")).alias("pacing"))
)
print(spend.sort("pacing", descending=True))
