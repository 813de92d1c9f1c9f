import pandas as pd


class MeterReadings:
    def __init__(self, path: str):
        self.readings = pd.read_csv(path, parse_dates=["read_at"])

    def repair(self) -> None:
        self.readings.kwh.iloc[0] = 0.0  # expect: DFR003
        wrong_unit = self.readings["unit"] == "Wh"

        self.readings["kwh"][wrong_unit] /= 1000  # expect: DFR003


meters = MeterReadings("meter_17.csv")
meters.repair()
print(meters.readings.resample("D", on="read_at")["kwh"].sum())
