# %%
import pandas as pd
import scipy.stats as ss

d = pd.read_parquet("holdout_1_percent.parquet")
# %%
class Readout:
    def p(self, metric):
        g = d.groupby("holdout")[metric]
        return ss.ttest_ind(g.get_group(0), g.get_group(1), nan_policy="omit").pvalue  # expect: EXP008
# %%
print(d.groupby("holdout")["spend"].mean().diff(), Readout().p("spend"))
