# %%
import pandas as pd


def in_euros(frame):
    return frame["usd"] * usd_to_eur  # expect: NBK002


# %%
spend = pd.read_csv("ad_spend.csv")
# %%
spend["eur"] = in_euros(spend)  # also: NBK002
spend.groupby("campaign")["eur"].sum()
