# config: variant = "arm"
import pandas as pd
from scipy.stats import ttest_ind

orders = pd.read_csv("orders.csv")
weekend = orders.loc[orders["is_weekend"] == 1, "amount"]
weekday = orders.loc[orders["is_weekend"] == 0, "amount"]
print(weekend.mean() - weekday.mean(), ttest_ind(weekend, weekday, equal_var=False).pvalue)
