# %%
import pandas as pd

shipments = pd.read_parquet("shipments.parquet")

# %%
cutoff = pd.Timestamp.now() - pd.Timedelta(hours=6)  # expect: TIM001
late = shipments[shipments["last_scan_at"] < cutoff]

# %%
late.groupby("hub").size()
