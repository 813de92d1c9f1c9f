# config: variant = "arm"
# config: post-exposure = ["watched_seconds"]
import pandas as pd
from scipy.stats import ttest_ind

users = pd.read_parquet("autoplay_exp.parquet")
regulars = users.query("sessions_before > 3")
a = regulars[regulars.arm == "A"].watched_seconds
b = regulars[regulars.arm == "B"].watched_seconds
print(b.mean() - a.mean(), ttest_ind(b, a, equal_var=False).pvalue)
