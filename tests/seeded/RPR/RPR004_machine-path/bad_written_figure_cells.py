# %%
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd

out = Path("/home/mreyes/projects/fleet/figures")  # expect: RPR004

# %%
trips = pd.read_parquet("data/trips.parquet")
trips.plot.scatter(x="km", y="litres")

# %%
plt.savefig(out / "km_litres.png", dpi=150)
