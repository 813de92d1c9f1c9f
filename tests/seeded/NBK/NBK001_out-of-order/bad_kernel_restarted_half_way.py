# %% [1]
import pandas as pd

spend = pd.read_csv("ad_spend.csv")
# %% [2]
rate = 0.92
# %% [3]
spend["eur"] = spend["usd"] * rate  # also: NBK001
# %% [1]
import matplotlib.pyplot as plt  # expect: NBK001
# %% [2]
spend = pd.read_csv("ad_spend.csv")
# %% [4]
plt.plot(spend["day"], spend["eur"])
