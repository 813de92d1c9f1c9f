# config: variant = "arm"
# config: post-exposure = ["redeemed"]
import pandas as pd
from scipy.stats import ttest_ind

coupons = pd.read_csv("coupon_users.csv")
control = coupons.loc[coupons["arm"] == "control", "spend"]
treated = coupons.loc[(coupons["arm"] == "coupon") & (coupons["redeemed"] == 1), "spend"]  # expect: EXP006
print(treated.mean() - control.mean())
print(ttest_ind(treated, control, equal_var=False).pvalue)
