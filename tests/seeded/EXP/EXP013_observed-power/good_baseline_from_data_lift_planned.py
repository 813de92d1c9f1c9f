import pandas as pd
from statsmodels.stats.power import NormalIndPower
from statsmodels.stats.proportion import proportion_effectsize

baseline = pd.read_csv("last_month.csv")["clicked"].mean()
effect = proportion_effectsize(baseline * 1.05, baseline)
print(NormalIndPower().solve_power(effect, power=0.8, alpha=0.05))
