# %%
import numpy as np
import pandas as pd
# %%
spend = pd.read_csv("ad_spend_q1.csv")
late_invoices = pd.read_csv("ad_spend_late.csv")
spend = pd.concat([spend, late_invoices], ignore_index=True)
spend["usd"] = spend["usd"] * 0.92
# %%
total = 0.0
for amount in spend["usd"]:
    total += amount
# %%
print(f"{total:,.0f} EUR, {np.log10(total):.1f}")
