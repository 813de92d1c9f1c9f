# %%
import pandas as pd

meters = pd.read_excel("meter_export.xlsx")
months = [f"kwh_{m:02d}" for m in range(1, 13)]

# %%
meters[months] = meters[months].apply(pd.to_numeric, errors="coerce")
print(meters[months].isna().sum())

# %%
meters["kwh_year"] = meters[months].sum(axis=1, min_count=12)
print(meters.groupby("tariff")["kwh_year"].median())
