import pandas as pd

parcels = pd.read_csv("parcels.csv")
depots = parcels.groupby(["region", "depot"], as_index=False).agg(
    mean_hours=("transit_hours", "mean"),
    p90_hours=("transit_hours", lambda hours: hours.quantile(0.9)),
)
slow = depots.groupby("region")["mean_hours"].quantile(0.9)
print("the slowest tenth of the depots needs on average more than", slow)
print("depots that miss the promise:", (depots["p90_hours"] > 48).sum())
