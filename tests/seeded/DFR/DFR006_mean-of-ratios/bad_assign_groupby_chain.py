import pandas as pd

stores = pd.read_parquet("store_days.parquet")
conversion = (
    stores.query("visitors > 0")
    .assign(conversion=lambda d: d["baskets"] / d["visitors"])
    .groupby("region", as_index=False)
    .agg(  # expect: DFR006
        conversion=("conversion", "mean"),
        stores=("store_id", "nunique"),
    )
)
conversion.to_csv("conversion_by_region.csv", index=False)
