import pandas as pd
import statsmodels.api as sm

vans = pd.read_csv("van_costs.csv")
X = sm.add_constant(vans[["km", "age_years", "stops"]])
y = vans["repair_eur"]

res = sm.OLS(y, X).fit(cov_type="HC3")
print(res.params, res.conf_int())
print(f"share of the variance explained in these data: {res.rsquared:.2f}")
residuals = y - res.predict(X)
residuals.plot.hist(bins=50)
