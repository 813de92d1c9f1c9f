import pandas as pd
from scipy import stats

stores = pd.read_csv("stores_redesign.csv")
res = stats.ttest_rel(stores["sales_before"], stores["sales_after"])
print(stores["sales_after"].mean() - stores["sales_before"].mean(), res.pvalue)
