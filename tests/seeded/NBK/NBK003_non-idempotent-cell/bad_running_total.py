# %%
import numpy as np

litres = np.load("litres_by_trip.npy")
total_cost = 0.0
# %%
for diesel in litres:
    total_cost += diesel * 1.71  # expect: NBK003
# %%
print(f"{total_cost:,.0f} EUR")
