# %%
import pandas as pd
import statsmodels.formula.api as smf
from scipy.stats import levene, ttest_ind

df = pd.read_csv("homes.csv")
model = smf.ols("price ~ area + C(zone)", df).fit()
# %%
if levene(model.resid[df.zone == "n"], model.resid[df.zone == "s"]).pvalue < 0.05:
    model = smf.ols("price ~ area + C(zone)", df).fit(cov_type="HC3")
# %%
n, s = df[df.zone == "n"].price, df[df.zone == "s"].price
print(model.params, n.mean() - s.mean(), ttest_ind(n, s, equal_var=False).pvalue)
