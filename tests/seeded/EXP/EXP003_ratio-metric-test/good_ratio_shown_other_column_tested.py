import pandas as pd
from scipy.stats import ttest_ind

shop = pd.read_csv("shop_users.csv")
shop["aov"] = shop["revenue"] / shop["orders"]
print(shop.groupby("page")["aov"].describe())
old = shop.loc[shop.page == "old", "revenue"]
new = shop.loc[shop.page == "new", "revenue"]
print(new.mean() - old.mean(), ttest_ind(new, old, equal_var=False).pvalue)
