import pandas as pd
from scipy.stats import chisquare

users = pd.read_parquet("split.parquet")
observed = users["bucket"].value_counts().sort_index()
planned = pd.Series({"A": 50, "B": 50}) / 100
res = chisquare(observed, f_exp=planned * observed.sum())
print(observed, res.pvalue)
