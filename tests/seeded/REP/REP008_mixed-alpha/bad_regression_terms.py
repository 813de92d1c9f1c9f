import pandas as pd
import statsmodels.formula.api as smf

sales = pd.read_csv("store_weeks.csv")
fit = smf.ols("units ~ price + promo + holiday + display", data=sales).fit()

strong = fit.pvalues[fit.pvalues < 0.01].index.tolist()
print("price effect is real:", fit.pvalues["price"] < 0.01)
print("terms that matter:", strong)
if fit.pvalues["display"] < 0.15:  # expect: REP008
    print("display works too:", fit.params["display"])
