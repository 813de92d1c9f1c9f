import numpy as np
import pandas as pd

shops = pd.read_csv("shops.csv")
n = shops["num_orders"]
shops["return_rate"] = np.where(n > 0, shops["n_returns"] / n.where(n > 0), np.nan)
shops["tickets_per_order"] = shops["n_tickets"] / n.clip(lower=1)
shops["smoothed"] = (shops["n_returns"] + 1) / (n + 20)
print("mean return rate of a shop:", shops["return_rate"].mean())
print(shops.groupby("region")[["tickets_per_order", "smoothed"]].mean())
