# %%
import pandas as pd


def in_euros(frame):
    return frame["usd"] * usd_to_eur(frame["day"])


# %%
def usd_to_eur(day):
    return day.map(rates).ffill()


# %%
rates = pd.read_csv("ecb_rates.csv", index_col="day")["eur"]
spend = pd.read_csv("ad_spend.csv").sort_values("day")
# %%
spend["eur"] = in_euros(spend)
spend.groupby("campaign")["eur"].sum()
