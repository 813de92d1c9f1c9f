# %%
import pandas as pd

lanes = pd.read_parquet("lane_costs.parquet")
cost = lanes.query("lane == 'HAM-MUC'")["eur_per_km"].values

# %%
n = cost.size
standard_error = cost.std() / n**0.5  # expect: REP006
cost.mean() - 2 * standard_error, cost.mean() + 2 * standard_error
