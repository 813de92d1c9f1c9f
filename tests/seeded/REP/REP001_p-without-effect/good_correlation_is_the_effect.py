import pandas as pd
from scipy.stats import pearsonr

routes = pd.read_csv("delivery_routes.csv")
r, p = pearsonr(routes["stops"], routes["minutes_late"])
print(f"r = {r:.2f}, p = {p:.4f}, n = {len(routes)}")
