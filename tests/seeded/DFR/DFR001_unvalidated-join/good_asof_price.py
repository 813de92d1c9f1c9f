import pandas as pd

trades = pd.read_parquet("energy_trades.parquet").sort_values("traded_at")
prices = pd.read_parquet("spot_prices.parquet").sort_values("quoted_at")

priced = pd.merge_asof(
    trades,
    prices,
    left_on="traded_at",
    right_on="quoted_at",
    by="zone",
    direction="backward",
)
priced["value"] = priced["mwh"] * priced["eur_per_mwh"]
print(priced.groupby("zone")["value"].sum())
