import pandas as pd
from scipy.stats import mannwhitneyu, shapiro, ttest_ind

df = pd.read_csv("ab.csv")
out = {}
for metric in ["revenue", "orders"]:
    x, y = df.loc[df.g == 0, metric], df.loc[df.g == 1, metric]
    w, p_shapiro = shapiro(x)
    if p_shapiro < 0.05:  # expect: EXP007
        out[metric] = (y.mean() - x.mean(), mannwhitneyu(x, y).pvalue)
    else:
        out[metric] = (y.mean() - x.mean(), ttest_ind(x, y, equal_var=False).pvalue)
print(out)
