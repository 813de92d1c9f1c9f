# %%
import pandas as pd

stays = pd.read_parquet("stays.parquet")
surgery = pd.read_parquet("surgery.parquet")[["stay_id", "procedure"]]

# %%
joined = stays.merge(surgery, on="stay_id", how="left", validate="1:1")
operated = joined.dropna(subset=["procedure"])
print(len(joined) - len(operated), "stays without an operation are not in the table")

# %%
print(operated.groupby("procedure")["length_of_stay"].median())
