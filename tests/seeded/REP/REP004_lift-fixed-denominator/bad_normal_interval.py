import numpy as np
import pandas as pd

users = pd.read_csv("recommender_test.csv")
control = users[users["arm"] == "control"]["watch_minutes"]
treated = users[users["arm"] == "treated"]["watch_minutes"]

diff = treated.mean() - control.mean()
se = np.sqrt(treated.var() / len(treated) + control.var() / len(control))
low, high = diff - 1.96 * se, diff + 1.96 * se

print(f"lift {diff / control.mean():+.2%}")
print(f"95 % CI {low / control.mean():+.2%} to {high / control.mean():+.2%}")  # expect: REP004
