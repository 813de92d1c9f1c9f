import pandas as pd

hits = pd.read_parquet("page_hits.parquet")
premium = hits[hits["path"] == "/home/premium/offers"]
profiles = hits[hits["path"].str.startswith("/Users/profile")]
hits["area"] = hits["path"].str.replace(r"^/home/[^/]+/", "home:", regex=True)
print(len(premium), len(profiles), hits["area"].value_counts().head())
