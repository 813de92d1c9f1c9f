import numpy as np
from scipy.stats import ttest_ind
from warehouse import fetch_day

control, treatment = [], []
day = 0
p_value = 1.0
while p_value > 0.05 and day < 60:  # expect: EXP002
    control.extend(fetch_day("A", day))
    treatment.extend(fetch_day("B", day))
    p_value = ttest_ind(control, treatment).pvalue
    day += 1
print(f"stopped on day {day}, lift {np.mean(treatment) - np.mean(control):.3f}")
