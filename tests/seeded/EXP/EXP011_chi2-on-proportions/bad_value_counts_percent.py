import pandas as pd
from scipy.stats import chisquare

users = pd.read_parquet("split.parquet")
observed = users["bucket"].value_counts(normalize=True).sort_index() * 100
res = chisquare(observed, f_exp=[50, 50])  # expect: EXP011
print(observed, res.pvalue)
