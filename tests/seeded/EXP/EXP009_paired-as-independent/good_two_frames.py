import pandas as pd
from scipy.stats import ttest_ind

old = pd.read_csv("old_page.csv")
new = pd.read_csv("new_page.csv")
print(new["seconds"].mean() - old["seconds"].mean())
print(ttest_ind(old["seconds"], new["seconds"], equal_var=False).pvalue)
