import json
import os

import polars as pl

os.chdir("/Users/sofia/work/ads-audit")  # expect: RPR004
bids = pl.read_parquet("bids.parquet")
with open("summary.json", "w", encoding="utf-8") as out:
    json.dump({"bids": bids.height, "spend": bids["cost"].sum()}, out)
