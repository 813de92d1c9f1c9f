# %%
import pandas as pd
from clinic_helpers import *

visits = load_visits("2024-06")
# %%
visits = drop_test_patients(visits)
# %%
print(pd.crosstab(visits["clinic"], visits["no_show"]))
