import pandas as pd
import statsmodels.formula.api as smf

beds = pd.read_csv("hospital_beds.csv", parse_dates=["date"]).sort_values("date")
beds["occupied_yesterday"] = beds.occupied.shift()
beds["occupied_week"] = beds.occupied.shift().rolling(7).mean()
beds = beds.dropna()

train = beds.sample(frac=0.8, random_state=1)  # expect: MOD006
test = beds.drop(train.index)
fit = smf.ols("occupied ~ occupied_yesterday + occupied_week", data=train).fit()
error = (test.occupied - fit.predict(test)).abs().mean()
print(f"mean absolute error on unseen days: {error:.1f} beds")
