# %%
import pandas as pd
from scipy.stats import ttest_ind

errors = pd.read_csv("backtest_errors.csv")
# %%
errors.describe()
# %%
stat, p = ttest_ind(errors.model_a_mae, errors.model_b_mae)  # expect: EXP009
print(errors.model_a_mae.mean() - errors.model_b_mae.mean(), p)
