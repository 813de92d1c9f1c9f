import pandas as pd
from scipy.stats import chi2_contingency

df = pd.read_csv("clicks.csv")
table = pd.crosstab(df["arm"], df["clicked"])
shares = pd.crosstab(df["arm"], df["clicked"], normalize="index")
print(shares, chi2_contingency(table).pvalue)
