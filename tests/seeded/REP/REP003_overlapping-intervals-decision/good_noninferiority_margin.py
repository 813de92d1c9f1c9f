# %%
import pandas as pd
from scipy.stats import ttest_ind

MARGIN = -1.5  # minutes a day that we are ready to lose

plays = pd.read_parquet("plays_by_user.parquet")
control, treated = plays[plays.arm == 0]["minutes"], plays[plays.arm == 1]["minutes"]

# %%
ci = ttest_ind(treated, control, equal_var=False).confidence_interval(0.95)
if ci.low > MARGIN:
    print(f"not worse by more than the margin: [{ci.low:.2f}, {ci.high:.2f}]")
