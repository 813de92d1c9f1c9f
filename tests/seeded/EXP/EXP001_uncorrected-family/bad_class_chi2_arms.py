import pandas as pd
from scipy.stats import chi2_contingency


class BannerReport:
    def __init__(self, path: str, alpha: float = 0.05):
        self.data = pd.read_csv(path)
        self.alpha = alpha

    def winners(self) -> list[str]:
        found = []
        for arm in ["B", "C", "D", "E", "F"]:
            pair = self.data[self.data.arm.isin(["A", arm])]
            table = pd.crosstab(pair.arm, pair.clicked)
            chi2, p, dof, _ = chi2_contingency(table)  # expect: EXP001
            if p < self.alpha:
                found.append(arm)
        return found


print(BannerReport("banner_clicks.csv").winners())
