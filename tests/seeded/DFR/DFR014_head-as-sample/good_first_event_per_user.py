import polars as pl

events = pl.read_parquet("app_events.parquet")
first = events.sort("ts").group_by("user_id", maintain_order=True).head(3)
print("purchases in the first three events:", (first["name"] == "purchase").mean())

slowest = events.sort("duration_ms", descending=True).head(10)
codes = [code[:2] for code in events["postcode"].unique().to_list()]
print(slowest, len(set(codes)))
