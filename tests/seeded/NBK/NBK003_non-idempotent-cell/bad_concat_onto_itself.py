# %%
import pandas as pd

spend = pd.read_csv("ad_spend_q1.csv")
# %%
late_invoices = pd.read_csv("ad_spend_late.csv")
spend = pd.concat([spend, late_invoices], ignore_index=True)  # expect: NBK003
# %%
spend["usd"].sum()
