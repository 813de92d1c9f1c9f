import numpy as np
from statsmodels.stats.proportion import confint_proportions_2indep

conv_a, n_a, conv_b, n_b = 410, 9_870, 466, 9_902
rate_a, rate_b = conv_a / n_a, conv_b / n_b

low, high = confint_proportions_2indep(conv_b, n_b, conv_a, n_a, compare="ratio", method="log")
print(f"relative lift {(rate_b - rate_a) / rate_a:+.1%}, 95 % CI {low - 1:+.1%} to {high - 1:+.1%}")
print("log ratio", np.log(rate_b / rate_a))
