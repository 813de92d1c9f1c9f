# config: unit = "user_id"
import pandas as pd
from scipy.stats import ttest_ind

sessions = pd.read_parquet("sessions.parquet", columns=["user_id", "variant", "duration"])
a = sessions.loc[sessions["variant"] == "A", "duration"]
b = sessions.loc[sessions["variant"] == "B", "duration"]
res = ttest_ind(b, a, equal_var=False)  # expect: EXP004
print(b.mean() - a.mean(), res.pvalue)
