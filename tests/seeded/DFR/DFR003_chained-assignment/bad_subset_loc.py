import numpy as np
import pandas as pd

df = pd.read_parquet("patient_vitals.parquet")
df[df["device"] == "cuff_v1"].loc[:, "systolic"] = np.nan  # expect: DFR003

implausible = (df["heart_rate"] < 20) | (df["heart_rate"] > 250)
df.loc[implausible, ["heart_rate"]]["heart_rate"] = np.nan  # expect: DFR003
print(df[["systolic", "heart_rate"]].describe())
