import pandas as pd
from statsmodels.stats.power import NormalIndPower
from statsmodels.stats.proportion import proportion_effectsize

t = pd.read_csv("clicks.csv").groupby("arm")["clicked"].agg(["mean", "count"])
es = proportion_effectsize(t.loc["B", "mean"], t.loc["A", "mean"])
print(NormalIndPower().power(es, t.loc["A", "count"], 0.05))  # expect: EXP013
