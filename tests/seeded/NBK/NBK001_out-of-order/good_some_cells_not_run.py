# %% [2]
import pandas as pd

spend = pd.read_csv("ad_spend.csv")
# %%
spend.sample(5, random_state=0)
# %% [3]
spend["eur"] = spend["usd"] * 0.92
# %%
# notes for the next reader
# %% [4]
spend.groupby("campaign")["eur"].sum()
