import numpy as np

# sd with n below, over the root of n - 1, is the same as sd with n - 1 over the root of n
lead_days = np.loadtxt("supplier_lead_days.txt")
se = np.std(lead_days) / np.sqrt(len(lead_days) - 1)
print(f"{lead_days.mean():.2f} ± {1.96 * se:.2f} days")
