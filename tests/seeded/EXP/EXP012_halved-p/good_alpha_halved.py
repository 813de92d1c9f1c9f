import pandas as pd
from scipy.stats import ttest_ind

alpha = 0.05
df = pd.read_csv("exp.csv")
a, b = df[df.arm == "A"].revenue, df[df.arm == "B"].revenue
p = ttest_ind(b, a, equal_var=False, alternative="greater").pvalue
if p < alpha / 2:
    print("better", b.mean() - a.mean(), p)
