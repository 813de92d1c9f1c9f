import pandas as pd

ads = pd.read_csv("ad_groups.csv")
clicked = ads[ads["clicks"] > 0].copy()
print(len(ads) - len(clicked), "ad groups had no click and have no cost per click")
clicked["cpc"] = clicked["cost_eur"] / clicked["clicks"]
summary = clicked.groupby("market")["cpc"].agg(["mean", "max"])
print(summary)
