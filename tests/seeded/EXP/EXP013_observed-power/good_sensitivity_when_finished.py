import pandas as pd
from statsmodels.stats.power import TTestIndPower

df = pd.read_csv("exp.csv")
a, b = df[df.arm == "A"].revenue, df[df.arm == "B"].revenue
smallest = TTestIndPower().solve_power(nobs1=len(a), ratio=len(b) / len(a), power=0.8, alpha=0.05)
print("we could have seen d =", smallest, "we saw", b.mean() - a.mean())
