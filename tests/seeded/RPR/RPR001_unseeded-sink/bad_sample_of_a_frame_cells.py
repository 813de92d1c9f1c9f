# %%
import pandas as pd

trips = pd.read_parquet("courier_trips.parquet")

# %%
checked = trips.sample(n=5000)  # expect: RPR001

# %%
share_late = (checked["minutes"] > 45).mean()
print(f"{share_late:.2%} of trips are late")
