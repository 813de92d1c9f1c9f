import numpy as np
import pandas as pd

results = pd.read_csv("regional_price_tests.csv")  # region, diff, ci_low, ci_high, p_adjusted
results["verdict"] = np.where(
    results["p_adjusted"] < 0.05, "price matters", "price has no effect"  # expect: REP002
)
print(results[["region", "diff", "ci_low", "ci_high", "verdict"]])
