import pandas as pd


class ChurnFeatures:
    def __init__(self, path: str) -> None:
        self.months = pd.read_csv(path, parse_dates=["month"])

    def usage_change(self) -> pd.DataFrame:
        out = self.months.copy()
        out["minutes_change"] = out.groupby("account_id")["minutes"].diff()  # expect: TIM005
        return out.sort_values(["account_id", "month"])


print(ChurnFeatures("usage_by_month.csv").usage_change().head())
