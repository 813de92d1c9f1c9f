# config: variant = "arm"
# config: post-exposure = ["watched_seconds", "opened_app"]
import pandas as pd
from scipy.stats import ttest_ind

users = pd.read_parquet("autoplay_exp.parquet")
engaged = users.query("watched_seconds > 30")  # expect: EXP006
a = engaged[engaged.arm == "A"].revenue
b = engaged[engaged.arm == "B"].revenue
print(b.mean() - a.mean(), ttest_ind(b, a, equal_var=False).pvalue)
