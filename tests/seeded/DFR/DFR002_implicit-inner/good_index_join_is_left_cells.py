# %%
import pandas as pd

stays = pd.read_parquet("stays.parquet")
labs = pd.read_parquet("labs.parquet").groupby("mrn")["crp"].max()

# %%
table = stays.join(labs, on="patient_mrn")
table["high_crp"] = table["crp"] > 50

# %%
print(table["crp"].isna().mean(), "have no value")
print(table["readmitted_30d"].mean())
