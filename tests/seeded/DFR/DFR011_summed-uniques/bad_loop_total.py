import pandas as pd

total = 0
scans = pd.read_parquet("parcel_scans.parquet")
for hub, part in scans.groupby("hub"):
    parcels = part["parcel_id"].nunique()
    print(hub, parcels)
    total += parcels  # expect: DFR011

print("parcels in the network:", total)
