import pandas as pd
from scipy.stats import ttest_ind

df = pd.read_parquet("final_readout.parquet")
first_moved = None
for metric in ["revenue", "orders", "sessions"]:
    p = ttest_ind(df[df.arm == "A"][metric], df[df.arm == "B"][metric], equal_var=False).pvalue
    if p < 0.05 / 3:
        first_moved = metric
        break
print("moved:", first_moved)
