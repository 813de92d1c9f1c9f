# config: unit = "visitor_id"
import pandas as pd
from scipy import stats


def per_visitor(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.groupby("visitor_id").agg(arm=("arm", "first"), amount=("amount", "sum"))


data = per_visitor(pd.read_csv("orders.csv"))
test, ctrl = data[data.arm == "test"].amount, data[data.arm == "control"].amount
print(test.mean() - ctrl.mean(), stats.ttest_ind(test, ctrl, equal_var=False).pvalue)
