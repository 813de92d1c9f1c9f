import pandas as pd
import statsmodels.formula.api as smf
from scipy.stats import shapiro

sales = pd.read_csv("store_weeks.csv")
fit = smf.ols("units ~ price + promo", data=sales).fit()
print(fit.params, fit.conf_int())

w, p = shapiro(fit.resid)
print(f"residuals, Shapiro-Wilk: W = {w:.3f}, p = {p:.3f}")
