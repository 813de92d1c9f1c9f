import pandas as pd
from scipy.stats import ttest_1samp

stores = pd.read_csv("stores.csv")
change = stores["sales_after"] - stores["sales_before"]
print(stores["sales_after"].mean() - stores["sales_before"].mean(), ttest_1samp(change, 0))
