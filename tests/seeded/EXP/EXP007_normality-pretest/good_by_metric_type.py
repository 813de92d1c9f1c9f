import pandas as pd
from scipy import stats

df = pd.read_csv("exp.csv")
a, b = df[df.arm == "A"], df[df.arm == "B"]
for metric, kind in {"converted": "binary", "revenue": "continuous"}.items():
    if kind == "binary":
        p = stats.chi2_contingency(pd.crosstab(df.arm, df[metric])).pvalue
    else:
        p = stats.ttest_ind(a[metric], b[metric], equal_var=False).pvalue
    print(metric, b[metric].mean() - a[metric].mean(), p)
