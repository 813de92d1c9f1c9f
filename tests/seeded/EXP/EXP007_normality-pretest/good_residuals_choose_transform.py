import numpy as np
import pandas as pd
from scipy.stats import shapiro, ttest_ind

pilot = pd.read_csv("pilot.csv")["spend"]
df = pd.read_csv("exp.csv")
if shapiro(pilot).pvalue < 0.05:
    df["spend"] = np.log1p(df["spend"])
a, b = df[df.arm == "A"].spend, df[df.arm == "B"].spend
print(b.mean() - a.mean(), ttest_ind(a, b, equal_var=False).pvalue)
