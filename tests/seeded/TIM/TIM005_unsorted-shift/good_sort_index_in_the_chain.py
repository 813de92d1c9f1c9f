import pandas as pd


class ChurnFeatures:
    def __init__(self, path: str) -> None:
        self.months = pd.read_csv(path, parse_dates=["month"])

    def usage_change(self) -> pd.Series:
        return (
            self.months.set_index(["account_id", "month"])["minutes"]
            .sort_index()
            .groupby(level="account_id")
            .diff()
        )


print(ChurnFeatures("usage_by_month.csv").usage_change().describe())
