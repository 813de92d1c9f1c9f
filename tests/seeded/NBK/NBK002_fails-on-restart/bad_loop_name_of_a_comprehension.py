# %%
import pandas as pd

cities = ["Kassel", "Lyon", "Porto"]
parts = {city: pd.read_csv(f"rides_{city}.csv") for city in cities}
# %%
medians = [part["minutes"].median() for part in parts.values()]
# %%
print(pd.Series(medians, index=cities))
# %%
parts[city].plot.hist(y="minutes", bins=40)  # expect: NBK002
