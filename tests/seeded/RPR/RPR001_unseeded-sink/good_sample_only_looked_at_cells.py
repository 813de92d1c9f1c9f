# %%
import pandas as pd

trips = pd.read_parquet("courier_trips.parquet")

# %%
trips.sample(n=5)

# %%
share_late = (trips["minutes"] > 45).mean()
print(f"{share_late:.2%} of trips are late")
