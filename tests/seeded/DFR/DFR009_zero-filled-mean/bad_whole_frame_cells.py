# %%
import pandas as pd

pages = pd.read_parquet("page_loads.parquet")
pages = pages.fillna(0)  # expect: DFR009

# %%
slow = pages[pages["device"] == "tv"]

# %%
print("mean load time:", pages["load_ms"].mean())
print("on television:", slow["load_ms"].mean())
