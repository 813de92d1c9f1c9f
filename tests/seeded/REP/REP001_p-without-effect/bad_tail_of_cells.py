# %%
import pandas as pd
from statsmodels.stats.weightstats import ttest_ind

stays = pd.read_parquet("ward_stays.parquet")

# %%
early = stays[stays["mobilised_day_one"]]["nights"]
usual = stays[~stays["mobilised_day_one"]]["nights"]
_, p_value, _ = ttest_ind(early, usual, usevar="unequal")

# %%
p_value  # expect: REP001

# %%
stays["age"].describe()

# %%
stays.groupby("ward")["age"].median()
