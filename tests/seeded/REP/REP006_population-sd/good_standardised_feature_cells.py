# %%
import numpy as np
import pandas as pd

lanes = pd.read_parquet("lane_costs.parquet")
cost = lanes["eur_per_km"].to_numpy()

# %%
lanes["cost_z"] = (cost - np.mean(cost)) / np.std(cost)
lanes.loc[lanes["cost_z"].abs() > 4, ["lane", "eur_per_km"]]
