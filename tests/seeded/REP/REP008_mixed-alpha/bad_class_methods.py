import pandas as pd
from statsmodels.stats.proportion import proportions_ztest


class EmailReadout:
    def __init__(self, counts: pd.DataFrame) -> None:
        self.counts = counts

    def opens_moved(self) -> bool:
        _, p = proportions_ztest(self.counts["opened"], self.counts["sent"])
        return p < 0.05

    def clicks_moved(self) -> bool:
        _, p = proportions_ztest(self.counts["clicked"], self.counts["sent"])
        return p <= 0.2  # expect: REP008


readout = EmailReadout(pd.read_csv("email_counts.csv"))
print(readout.opens_moved(), readout.clicks_moved())
