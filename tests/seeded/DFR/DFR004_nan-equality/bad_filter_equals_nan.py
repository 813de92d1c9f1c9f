import numpy as np
import pandas as pd

leads = pd.read_csv("leads.csv")
unassigned = leads[leads["owner"] == np.nan]  # expect: DFR004
print(len(unassigned), "leads have no owner")

reached = leads[leads["phone"] != np.nan]  # expect: DFR004
print("with a phone:", len(reached) / len(leads))
