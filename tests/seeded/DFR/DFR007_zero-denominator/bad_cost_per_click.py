import pandas as pd

ads = pd.read_csv("ad_groups.csv")
ads["cpc"] = ads["cost_eur"] / ads["clicks"]  # expect: DFR007
summary = ads.groupby("market")["cpc"].agg(["mean", "max"])  # also: DFR007
print(summary)
