import pandas as pd
from scipy.stats import ttest_ind

sessions = pd.read_parquet("sessions.parquet")
a = sessions.loc[sessions["variant"] == "A", "duration"]
b = sessions.loc[sessions["variant"] == "B", "duration"]
print(b.mean() - a.mean(), ttest_ind(b, a, equal_var=False).pvalue)
