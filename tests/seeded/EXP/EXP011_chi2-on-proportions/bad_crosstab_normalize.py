import pandas as pd
from scipy.stats import chi2_contingency

df = pd.read_csv("clicks.csv")
table = pd.crosstab(df["arm"], df["clicked"], normalize="index")
chi2, p, dof, expected = chi2_contingency(table)  # expect: EXP011
print(table, p)
