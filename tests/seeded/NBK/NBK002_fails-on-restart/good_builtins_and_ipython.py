# %%
get_ipython().run_line_magic("matplotlib", "inline")
# %%
import numpy as np
import pandas as pd

waits = pd.read_csv("triage_waits.csv")
# %%
display(waits.head())
print(sorted(set(waits["ward"])), round(waits["minutes"].mean(), 1), __name__)
# %%
np.percentile(waits["minutes"], [50, 90])
# %%
p50, p90 = _
print(In[-2], p90 / p50)
