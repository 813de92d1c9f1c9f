# %%
import os
from pathlib import Path

import pandas as pd

folder = Path("exports/ward_vitals")

# %%
print(len(list(folder.glob("*.parquet"))), "files,", sum(p.stat().st_size for p in folder.iterdir()), "bytes")
assert "2024-06.parquet" in os.listdir(folder)

# %%
newest = max(folder.glob("*.parquet"), key=lambda path: path.name)
pd.read_parquet(newest).groupby("ward")["pulse"].mean()
