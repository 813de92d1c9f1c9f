import pandas as pd


class Readmissions:
    def __init__(self, stays: pd.DataFrame, labs: pd.DataFrame):
        self.stays = stays
        self.labs = labs.groupby("mrn", as_index=False)["crp"].max()

    def rate(self) -> float:
        table = self.stays.merge(self.labs, left_on="patient_mrn", right_on="mrn")  # expect: DFR002
        table["high_crp"] = table["crp"] > 50
        print(table.groupby("high_crp")["readmitted_30d"].mean())
        return table["readmitted_30d"].mean()


stays = pd.read_parquet("stays.parquet")
print(Readmissions(stays, pd.read_parquet("labs.parquet")).rate())
