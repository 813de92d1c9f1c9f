# config: unit = "user_id"
import pandas as pd
from scipy.stats import ttest_ind

sessions = pd.read_parquet("sessions.parquet")
per_user = sessions.groupby(["user_id", "variant"], as_index=False)["duration"].sum()
a = per_user.loc[per_user["variant"] == "A", "duration"]
b = per_user.loc[per_user["variant"] == "B", "duration"]
print(b.mean() - a.mean(), ttest_ind(b, a, equal_var=False).pvalue)
