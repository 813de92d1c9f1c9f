# %%
import matplotlib.pyplot as plt
import pandas as pd

listens = pd.read_parquet("listens.parquet")

# %%
subset = listens[:10000]  # expect: DFR014

# %%
plt.hist(subset["seconds"], bins=50)
plt.title("Listening time of our users")
print(subset.groupby("device")["seconds"].median())
