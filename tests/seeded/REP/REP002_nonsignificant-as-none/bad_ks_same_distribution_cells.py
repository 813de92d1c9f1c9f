# %%
import pandas as pd
from scipy import stats as ss

scores_may = pd.read_parquet("risk_scores_2024_05.parquet")["score"]
scores_june = pd.read_parquet("risk_scores_2024_06.parquet")["score"]

# %%
ks = ss.ks_2samp(scores_may, scores_june)
print("largest gap of the two curves:", ks.statistic)

# %%
if ks.pvalue > 0.05:
    print("May and June scores come from the same distribution")  # expect: REP002
else:
    print("the scores drifted")
