import numpy as np
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

clicks_a, shown_a = 1_204, 48_310
clicks_b, shown_b = 1_311, 48_122

print("A", np.round(proportion_confint(clicks_a, shown_a, method="wilson"), 4))
print("B", np.round(proportion_confint(clicks_b, shown_b, method="wilson"), 4))

low, high = confint_proportions_2indep(clicks_b, shown_b, clicks_a, shown_a, compare="diff")
if low > 0 or high < 0:
    print(f"The banners differ by [{low:.4f}, {high:.4f}].")
else:
    print("Keep banner A for now.")
