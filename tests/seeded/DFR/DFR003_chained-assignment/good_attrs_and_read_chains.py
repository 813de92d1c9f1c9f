import pandas as pd

vitals = pd.read_parquet("patient_vitals.parquet")
vitals.attrs["units"] = {}
vitals.attrs["units"]["systolic"] = "mmHg"
vitals.attrs["units"]["heart_rate"] = "1/min"

high = vitals[vitals["systolic"] > 180]["heart_rate"]
limits = {"heart_rate": [20, 250]}
limits["heart_rate"][1] = high.max()
print(vitals.attrs["units"], limits, vitals.loc[high.index]["systolic"].mean())
