import pandas as pd
from statsmodels.stats.weightstats import ttost_ind

players = pd.read_csv("player_migration.csv")
old = players[players["player"] == "old"]["rebuffer_seconds"]
new = players[players["player"] == "new"]["rebuffer_seconds"]

p_tost, _, _ = ttost_ind(new, old, low=-0.5, upp=0.5, usevar="unequal")
print("difference", new.mean() - old.mean())
if p_tost < 0.05:
    print("No difference beyond half a second: the players are the same for our purpose.")
else:
    print("Equivalence within half a second is not shown.")
