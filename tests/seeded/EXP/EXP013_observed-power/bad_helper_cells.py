# %%
import pandas as pd
import statsmodels.stats.power as smp

d = pd.read_parquet("watch.parquet")
on, off = d[d.arm == 1].minutes, d[d.arm == 0].minutes
# %%
def cohen_d(x, y):
    return (x.mean() - y.mean()) / d.minutes.std()
# %%
observed = cohen_d(on, off)
smp.tt_ind_solve_power(effect_size=observed, nobs1=len(on), alpha=0.05, power=None)  # expect: EXP013
