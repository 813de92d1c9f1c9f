import pandas as pd
import statsmodels.formula.api as smf


def stars(p: float) -> str:
    if p < 0.001:
        return "***"
    if p < 0.01:
        return "**"
    return "*" if p < 0.05 else ""


sales = pd.read_csv("store_weeks.csv")
fit = smf.ols("units ~ price + promo + holiday", data=sales).fit()
print(pd.DataFrame({"coef": fit.params, "": fit.pvalues.map(stars)}))
