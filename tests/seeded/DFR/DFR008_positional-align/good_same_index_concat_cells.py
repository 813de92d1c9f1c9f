# %%
import pandas as pd
from sklearn.preprocessing import OneHotEncoder

vitals = pd.read_parquet("vitals.parquet").dropna(subset=["systolic"])

# %%
dummies = pd.get_dummies(vitals["ward"], prefix="ward")
encoder = OneHotEncoder(sparse_output=False).fit(vitals[["device"]])
device = pd.DataFrame(encoder.transform(vitals[["device"]]), index=vitals.index)
table = pd.concat([vitals, dummies, device], axis=1)

# %%
print(table.shape)
