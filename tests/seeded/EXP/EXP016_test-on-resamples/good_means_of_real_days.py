import pandas as pd
from scipy.stats import ttest_rel

stores = pd.read_csv("store_days.csv")
old, new = [], []
for store, part in stores.groupby("store"):
    old.append(part[part.layout == "old"].sales.mean())
    new.append(part[part.layout == "new"].sales.mean())
print(ttest_rel(new, old))
