# config: variant = "arm"
# config: post-exposure = ["redeemed"]
import matplotlib.pyplot as plt
import pandas as pd
from scipy.stats import ttest_ind

coupons = pd.read_csv("coupon_users.csv")
redeemers = coupons[coupons["redeemed"] == 1]
redeemers["age_days"].hist()
plt.savefig("who_redeems.png")
a = coupons.loc[coupons.arm == "control", "spend"]
b = coupons.loc[coupons.arm == "coupon", "spend"]
print(b.mean() - a.mean(), ttest_ind(b, a, equal_var=False).pvalue)
