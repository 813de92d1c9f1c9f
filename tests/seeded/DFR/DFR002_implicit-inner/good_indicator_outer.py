import pandas as pd

billed = pd.read_csv("billing_export.csv").groupby("account", as_index=False)["eur"].sum()
booked = pd.read_csv("ledger.csv").groupby("account", as_index=False)["booked_eur"].sum()

check = billed.merge(booked, on="account", how="outer", indicator=True)
print(check["_merge"].value_counts())

matched = check[check["_merge"] == "both"]
print("difference:", (matched["eur"] - matched["booked_eur"]).sum())
print("billed only:", check.loc[check["_merge"] == "left_only", "eur"].sum())
