import pandas as pd
from scipy.stats import ttest_rel

weeks = pd.read_csv("stores.csv")
print((weeks.after - weeks.before).mean(), ttest_rel(weeks.after, weeks.before).pvalue)
