import pandas as pd
from scipy.stats import ttest_ind


def add_metrics(d: pd.DataFrame) -> pd.DataFrame:
    d["aov"] = d["revenue"].div(d["orders"])
    return d


shop = add_metrics(pd.read_csv("shop_users.csv"))
old, new = shop[shop.page == "old"], shop[shop.page == "new"]
result = ttest_ind(new["aov"].dropna(), old["aov"].dropna())  # expect: EXP003
print(new["aov"].mean() - old["aov"].mean(), result.pvalue)
