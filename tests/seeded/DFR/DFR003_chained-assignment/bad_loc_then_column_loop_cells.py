# %%
import pandas as pd

stock = pd.read_excel("stock_take.xlsx")
corrections = pd.read_excel("corrections.xlsx")

# %%
for row in corrections.itertuples():
    stock.loc[stock["sku"] == row.sku]["on_hand"] = row.counted  # expect: DFR003

# %%
print(stock["on_hand"].sum())
