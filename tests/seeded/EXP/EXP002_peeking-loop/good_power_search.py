from statsmodels.stats.power import TTestIndPower

power = TTestIndPower()
n = 100
while power.power(effect_size=0.05, nobs1=n, alpha=0.05) < 0.8:
    n += 100
print("users per arm:", n)
