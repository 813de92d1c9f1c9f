import pandas as pd


class SensorReport:
    def __init__(self, path: str):
        raw = pd.read_csv(path, parse_dates=["measured_at"])
        self.raw = raw.fillna({"temperature_c": 0, "comment": ""})  # expect: DFR009

    def daily(self) -> pd.DataFrame:
        days = self.raw.groupby([pd.Grouper(key="measured_at", freq="D"), "warehouse"])
        return days.agg(temperature_c=("temperature_c", "mean"))  # also: DFR009


print(SensorReport("cold_chain.csv").daily())
