import polars as pl

clicks = pl.read_parquet("ad_clicks.parquet").select("campaign_id", "click_id", "cost_eur")
campaigns = pl.read_parquet("campaigns.parquet").select("campaign_id", "market")
paused = pl.read_csv("pause_log.csv")  # a campaign may be paused many times

ever_paused = clicks.join(paused, on="campaign_id", how="semi")
print("spent on campaigns that were paused:", ever_paused["cost_eur"].sum())

by_market = (
    clicks.join(campaigns, on="campaign_id", how="left", validate="m:1")
    .group_by("market")
    .agg(pl.col("cost_eur").sum(), pl.len().alias("clicks"))
)
print(by_market.sort("cost_eur", descending=True))
