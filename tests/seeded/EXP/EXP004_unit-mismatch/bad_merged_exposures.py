# config: unit = "visitor_id"
import pandas as pd
from scipy import stats

exposures = pd.read_csv("exposures.csv")
orders = pd.read_csv("orders.csv")
data = orders.merge(exposures, on="visitor_id", how="inner", validate="many_to_one")
test = data[data.variant == "test"]["amount"]
ctrl = data[data.variant == "control"]["amount"]
print(test.mean() - ctrl.mean())
print(stats.mannwhitneyu(test, ctrl).pvalue)  # expect: EXP004
