import pandas as pd


def attach_diagnoses(visits: pd.DataFrame, diagnoses: pd.DataFrame) -> pd.DataFrame:
    """Add the ICD codes of a visit; a visit may have several."""
    return pd.merge(visits, diagnoses, how="left", on="visit_id")  # expect: DFR001


def cost_per_ward(visits: pd.DataFrame, diagnoses: pd.DataFrame) -> pd.Series:
    coded = attach_diagnoses(visits, diagnoses)
    return coded.groupby("ward")["cost_eur"].sum()  # also: DFR001


stays = pd.read_parquet("visits_2024.parquet")
icd = pd.read_parquet("visit_diagnoses.parquet")
print(cost_per_ward(stays, icd).sort_values(ascending=False))
