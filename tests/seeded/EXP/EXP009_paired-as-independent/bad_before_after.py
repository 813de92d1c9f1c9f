import pandas as pd
from scipy import stats

stores = pd.read_csv("stores_redesign.csv")
res = stats.ttest_ind(stores["sales_before"], stores["sales_after"], equal_var=False)  # expect: EXP009
print(stores["sales_after"].mean() - stores["sales_before"].mean(), res.pvalue)
