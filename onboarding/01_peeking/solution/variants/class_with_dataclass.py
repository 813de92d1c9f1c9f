"""The same answer in an object-oriented style, with a typed result and Student's test."""

from dataclasses import asdict, dataclass

import pandas as pd
from scipy import stats


@dataclass
class Result:
    decision: str
    effect: float | None = None
    interval: tuple[float, float] | None = None
    p_value: float | None = None
    days: int | None = None
    unit: str = "user"


class Experiment:
    def __init__(self, df: pd.DataFrame, horizon: int = 14, alpha: float = 0.05) -> None:
        self.rows = df.reset_index(drop=True).drop_duplicates(subset=["user_id", "day"])
        self.horizon, self.alpha = horizon, alpha

    @property
    def age(self) -> int:
        return int(self.rows["day"].max())

    @property
    def users(self) -> pd.DataFrame:
        rows = self.rows.query("day <= @self.horizon")
        return rows.pivot_table(index="user_id", columns="variant", values="revenue", aggfunc="sum")

    def split_is_sound(self) -> bool:
        per_user = self.rows.drop_duplicates("user_id")
        treated = int((per_user["variant"] == "treatment").sum())
        return stats.binomtest(treated, len(per_user), 0.5).pvalue > 0.001

    def read(self) -> Result:
        if not self.split_is_sound():
            return Result("invalid split")
        if self.age < self.horizon:
            return Result("wait", days=self.age)
        treatment = self.users["treatment"].dropna()
        control = self.users["control"].dropna()
        test = stats.ttest_ind(treatment, control)
        low, high = test.confidence_interval()
        decision = "no clear effect"
        if low > 0:
            decision = "ship"
        elif high < 0:
            decision = "roll back"
        return Result(
            decision, treatment.mean() - control.mean(), (low, high), test.pvalue, self.horizon
        )


def analyse(df: pd.DataFrame) -> dict:
    return asdict(Experiment(df).read())
