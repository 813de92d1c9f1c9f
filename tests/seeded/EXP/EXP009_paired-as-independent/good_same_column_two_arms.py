import pandas as pd
from scipy.stats import ttest_ind

df = pd.read_csv("exp.csv")
res = ttest_ind(df["revenue"][df["arm"] == "A"], df["revenue"][df["arm"] == "B"], equal_var=False)
print(df.groupby("arm")["revenue"].mean(), res.pvalue)
