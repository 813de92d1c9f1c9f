import numpy as np
import pandas as pd
from statsmodels.stats.power import TTestIndPower

df = pd.read_csv("exp.csv")
a, b = df[df.arm == "A"].revenue, df[df.arm == "B"].revenue
d = (b.mean() - a.mean()) / np.sqrt((a.var() + b.var()) / 2)
power = TTestIndPower().solve_power(effect_size=d, nobs1=len(a), alpha=0.05)  # expect: EXP013
print("achieved power", power)
