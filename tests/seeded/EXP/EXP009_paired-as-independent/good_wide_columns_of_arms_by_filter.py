import pandas as pd
from scipy.stats import mannwhitneyu

df = pd.read_csv("exp.csv")
control = df.loc[df.arm == "A", "spend"]
test = df.loc[df.arm == "B", "spend"]
print(test.median() - control.median(), mannwhitneyu(control, test).pvalue)
