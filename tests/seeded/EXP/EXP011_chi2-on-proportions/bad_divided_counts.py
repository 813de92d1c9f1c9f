import pandas as pd
from scipy import stats

counts = pd.read_csv("funnel.csv", index_col="step")
shares = counts / counts.sum()
print(shares)
print(stats.chi2_contingency(shares.T).pvalue)  # expect: EXP011
