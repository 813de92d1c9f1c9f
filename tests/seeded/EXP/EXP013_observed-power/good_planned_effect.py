import pandas as pd
from statsmodels.stats.power import TTestIndPower

pilot = pd.read_csv("last_month.csv")["revenue"]
mde = 0.02 * pilot.mean() / pilot.std()
n = TTestIndPower().solve_power(effect_size=mde, power=0.8, alpha=0.05)
print("users per arm", n)
