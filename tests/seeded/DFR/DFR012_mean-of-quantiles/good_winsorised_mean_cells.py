# %%
import pandas as pd

waits = pd.read_csv("emergency_waits.csv")

# %%
cap = waits["wait_min"].quantile(0.99)
waits["wait_capped"] = waits["wait_min"].clip(upper=cap)

# %%
print(waits.groupby("hospital")["wait_capped"].mean())
longest = waits[waits["wait_min"] > waits["wait_min"].quantile(0.9)]
print("mean of the longest tenth:", longest["wait_min"].mean())
