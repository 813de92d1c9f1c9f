# %%
import pandas as pd
import statsmodels.formula.api as smf

sales = pd.read_csv("store_weeks.csv")
# %%
fit = smf.ols("units ~ price + promo", data=sales).fit()
fit.summary()
# %%
fig, ax = plt.subplots()  # expect: NBK002
ax.scatter(sales["price"], sales["units"])
