import numpy as np
import pandas as pd

leads = pd.read_csv("leads.csv").replace({"owner": {"-": np.nan, "": np.nan}})
unassigned = leads[leads["owner"].isna()]
print(len(unassigned), "leads have no owner")

odd = leads["phone"].isin([np.nan, "unknown"])
print("with a phone:", 1 - odd.mean(), "named none:", (leads["owner"] == "None").sum())
