import random

from scipy.stats import ttest_ind

hits, runs = 0, 0
while runs < 500:
    random.seed(1)  # expect: RPR002
    control = [random.gauss(20, 6) for _ in range(200)]
    treated = [random.gauss(21, 6) for _ in range(200)]
    hits += ttest_ind(treated, control, equal_var=False).pvalue < 0.05
    runs += 1
print("power", hits / runs)
