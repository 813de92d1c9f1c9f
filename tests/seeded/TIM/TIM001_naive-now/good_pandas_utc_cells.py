# %%
import pandas as pd

shipments = pd.read_parquet("shipments.parquet")

# %%
cutoff = pd.Timestamp.now("UTC") - pd.Timedelta(hours=6)
late = shipments[shipments["last_scan_at"] < cutoff]

# %%
late.groupby("hub").size()
