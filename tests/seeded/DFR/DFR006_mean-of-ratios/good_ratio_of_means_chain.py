import pandas as pd

stores = pd.read_parquet("store_days.parquet")
conversion = (
    stores.query("visitors > 0")
    .groupby("region", as_index=False)
    .agg(baskets=("baskets", "mean"), visitors=("visitors", "mean"))
    .assign(conversion=lambda d: d["baskets"] / d["visitors"])
)
conversion.to_csv("conversion_by_region.csv", index=False)
