import pandas as pd


def load(path: str) -> pd.DataFrame:
    clinics = pd.read_csv(path)
    assert (clinics["patient_count"] > 0).all(), "a clinic without patients"
    return clinics


clinics = load("clinics.csv")
clinics["nurses_per_patient"] = clinics["nurses"] / clinics["patient_count"]
print(clinics.groupby("trust")["nurses_per_patient"].median())
