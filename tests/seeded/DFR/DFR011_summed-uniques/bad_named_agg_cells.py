# %%
import pandas as pd

visits = pd.read_parquet("clinic_visits.parquet")

# %%
by_ward = visits.groupby("ward").agg(
    patients=("patient_id", "nunique"),
    visits=("visit_id", "count"),
)

# %%
print("visits in the hospital:", by_ward["visits"].sum())
print("patients in the hospital:", by_ward["patients"].sum())  # expect: DFR011
