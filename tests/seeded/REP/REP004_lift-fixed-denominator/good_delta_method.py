import numpy as np
import pandas as pd

users = pd.read_csv("recommender_test.csv")
control = users[users["arm"] == "control"]["watch_minutes"]
treated = users[users["arm"] == "treated"]["watch_minutes"]

mean_c, mean_t = control.mean(), treated.mean()
var_c, var_t = control.var() / len(control), treated.var() / len(treated)
lift = mean_t / mean_c - 1
se = np.sqrt(var_t / mean_c**2 + var_c * mean_t**2 / mean_c**4)
low, high = lift - 1.96 * se, lift + 1.96 * se
print(f"lift {lift:+.2%}, 95 % CI {low:+.2%} to {high:+.2%}")
