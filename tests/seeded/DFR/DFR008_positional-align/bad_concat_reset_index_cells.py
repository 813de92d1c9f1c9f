# %%
import pandas as pd

vitals = pd.read_parquet("vitals.parquet").dropna(subset=["systolic"])
labs = pd.read_parquet("labs.parquet").dropna(subset=["crp"])

# %%
table = pd.concat(  # expect: DFR008
    [vitals.reset_index(drop=True), labs.reset_index(drop=True)], axis=1
)

# %%
print(table[["systolic", "crp"]].corr())
