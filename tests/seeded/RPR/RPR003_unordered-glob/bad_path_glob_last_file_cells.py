# %%
from pathlib import Path

import pandas as pd

folder = Path("exports/ward_vitals")

# %%
files = list(folder.glob("*.parquet"))  # expect: RPR003
newest = files[-1]  # also: RPR003

# %%
pd.read_parquet(newest).groupby("ward")["pulse"].mean()
