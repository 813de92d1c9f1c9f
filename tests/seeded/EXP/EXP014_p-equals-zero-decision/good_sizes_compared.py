import pandas as pd
from scipy.stats import ttest_ind

df = pd.read_csv("checkout_ab.csv")
a = df.loc[df["arm"] == "A", "revenue"]
b = df.loc[df["arm"] == "B", "revenue"]
if len(b) > len(a):
    b = b.sample(len(a), random_state=1)
res = ttest_ind(b, a, equal_var=False, alternative="greater")
print(b.mean() - a.mean(), res.pvalue)
