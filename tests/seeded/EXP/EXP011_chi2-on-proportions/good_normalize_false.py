import pandas as pd
from scipy import stats as st

df = pd.read_csv("plans.csv")
table = pd.crosstab(df["arm"], df["plan"], margins=False, normalize=False)
print(st.chi2_contingency(table, correction=False).pvalue)
print(table.div(table.sum(axis=1), axis=0))
