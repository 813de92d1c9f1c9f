# %%
import pandas as pd

stock = pd.read_excel("stock_take.xlsx")

# %%
late = stock[stock["counted_on"] > "2024-06-30"].copy()
late["on_hand"] = late["on_hand"] - late["sold_since"]
late.loc[late["on_hand"] < 0, "on_hand"] = 0

# %%
before = stock[stock["counted_on"] <= "2024-06-30"]["on_hand"]
print(before.sum() + late["on_hand"].sum())
