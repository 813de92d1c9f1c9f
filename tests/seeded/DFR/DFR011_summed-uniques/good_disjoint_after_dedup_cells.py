# %%
import pandas as pd

visits = pd.read_parquet("clinic_visits.parquet").sort_values("admitted_at")

# %%
first = visits.drop_duplicates("patient_id")
by_ward = first.groupby("ward")["patient_id"].nunique()

# %%
print("share of patients by ward of first admission")
print(by_ward / by_ward.sum())
