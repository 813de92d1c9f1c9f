import pandas as pd
from scipy.stats import ttest_rel
from sklearn.utils import resample

games = pd.read_csv("cookie_game.csv")
rows = []
for i in range(500):
    drawn = resample(games)
    rates = drawn.groupby("version")["retention_7"].mean()
    rows.append({"gate_30": rates["gate_30"], "gate_40": rates["gate_40"]})
boot = pd.DataFrame(rows)
print(ttest_rel(boot["gate_30"], boot["gate_40"]))  # expect: EXP016
