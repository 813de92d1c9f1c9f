# %%
import pandas as pd

plays = pd.read_parquet("plays.parquet")
plans = pd.read_csv("plans.csv")
# %%
clean = plays[plays["minutes"].between(1, 600)]
# %%
by_plan = clean.merge(plans, on="plan_id", how="left", validate="m:1")
# %%
by_plan.groupby("plan_name")["minutes"].mean()
