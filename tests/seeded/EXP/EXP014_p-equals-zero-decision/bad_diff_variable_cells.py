# %%
import pandas as pd
from statsmodels.stats.proportion import proportions_ztest

t = pd.read_csv("clicks.csv").groupby("arm")["clicked"].agg(["sum", "count", "mean"])
# %%
diff = t.loc["B", "mean"] - t.loc["A", "mean"]
alternative = "larger"
if diff < 0:
    alternative = "smaller"
z, p = proportions_ztest(t.loc[["B", "A"], "sum"], t.loc[["B", "A"], "count"], alternative=alternative)  # expect: EXP014
print(diff, p)
