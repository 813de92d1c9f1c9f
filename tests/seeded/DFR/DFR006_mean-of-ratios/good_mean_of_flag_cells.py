# %%
import pandas as pd

appointments = pd.read_csv("appointments.csv")
appointments["missed_rate"] = appointments["no_show"].astype(int)

# %%
booked = appointments.groupby("clinic").size()
missed = appointments.groupby("clinic")["no_show"].sum()
rate = missed / booked
rate.sort_values().plot.barh()

# %%
print(f"{appointments['missed_rate'].mean():.1%} of all appointments were missed")
