import matplotlib.pyplot as plt
import pandas as pd
from scipy.stats import ttest_ind

df = pd.read_parquet("exp.parquet")
for metric in ["revenue", "orders", "sessions"]:
    df.hist(column=metric, by="arm")
    plt.savefig(f"{metric}.png")

primary = ttest_ind(df[df.arm == "B"].revenue, df[df.arm == "A"].revenue, equal_var=False)
if primary.pvalue < 0.05:
    print("revenue per user moved", primary.statistic)
