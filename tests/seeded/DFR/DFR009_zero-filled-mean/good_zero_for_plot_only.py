import matplotlib.pyplot as plt
import pandas as pd

pages = pd.read_parquet("page_loads.parquet")
by_hour = pages.groupby([pages["loaded_at"].dt.hour, "device"])["load_ms"].mean().unstack()
plt.imshow(by_hour.fillna(0).to_numpy(), aspect="auto")
plt.xticks(range(by_hour.shape[1]), by_hour.columns)
plt.savefig("load_by_hour.png")
print("mean load time:", pages["load_ms"].mean())
