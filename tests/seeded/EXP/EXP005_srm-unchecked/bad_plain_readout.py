# config: unit = "user_id"
# config: variant = "variant"
import pandas as pd
from scipy.stats import ttest_ind

users = pd.read_parquet("exp_checkout.parquet")
a = users.loc[users["variant"] == "control", "revenue"]
b = users.loc[users["variant"] == "treatment", "revenue"]
res = ttest_ind(b, a, equal_var=False)  # expect: EXP005
print(f"diff {b.mean() - a.mean():.3f}, p {res.pvalue:.4f}")
