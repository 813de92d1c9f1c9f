import pandas as pd
import statsmodels.api as sm

data = pd.read_csv("ltv.csv")
features = ["age_days", "sessions", "orders", "ad_views", "refunds"]
while features:
    model = sm.OLS(data["ltv"], sm.add_constant(data[features])).fit()
    pvalues = model.pvalues.drop("const")
    worst = pvalues.idxmax()
    if pvalues[worst] < 0.05:
        break
    features.remove(worst)
print(features)
