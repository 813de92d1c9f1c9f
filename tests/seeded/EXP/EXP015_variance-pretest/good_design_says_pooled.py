import pandas as pd
from scipy import stats

EQUAL_BY_DESIGN = {"likert": True, "revenue": False}
df = pd.read_csv("survey_exp.csv")
print("Bartlett", stats.bartlett(df[df.arm == 0].revenue, df[df.arm == 1].revenue))
for metric, pooled in EQUAL_BY_DESIGN.items():
    a, b = df.loc[df.arm == 0, metric], df.loc[df.arm == 1, metric]
    print(metric, b.mean() - a.mean(), stats.ttest_ind(b, a, equal_var=pooled).pvalue)
