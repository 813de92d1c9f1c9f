import pandas as pd

pulse = pd.read_parquet("wearable_pulse.parquet")
patients = pd.read_parquet("patients.parquet")

sheet = pulse.merge(patients, on="patient_id", how="left", validate="m:1")
sheet["ts"] = sheet["ts"].dt.tz_localize(None)  # Excel knows no zones
sheet.to_excel("pulse.xlsx", index=False)
