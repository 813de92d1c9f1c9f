import pandas as pd
from scipy import stats

waits = pd.read_csv("courier_waits.csv")
old = waits[waits.dispatch == "old"].minutes
new = waits[waits.dispatch == "new"].minutes
p = stats.levene(old, new).pvalue
verdict = "steadier" if p < 0.05 and new.std() < old.std() else "not shown to be steadier"
print(new.std() - old.std(), p, verdict)
print(new.mean() - old.mean(), stats.ttest_ind(new, old, equal_var=False).pvalue)
