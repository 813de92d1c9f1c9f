# config: variant = "bucket"
# %%
import pandas as pd
from statsmodels.stats.proportion import proportions_ztest

df = pd.read_csv("onboarding_experiment.csv")
df["bucket"].value_counts()
# %%
agg = df.groupby("bucket")["activated"].agg(["sum", "count"])
# %%
z, p = proportions_ztest(agg["sum"], agg["count"])  # expect: EXP005
print(agg["sum"] / agg["count"], p)
