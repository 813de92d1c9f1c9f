# %%
import pandas as pd
from lifelines import KaplanMeierFitter

users = pd.read_parquet("trial_length_test.parquet")
test = users[users["arm"] == "test"]
control = users[users["arm"] == "control"]

# %%
curve_test = KaplanMeierFitter().fit(test["days"], test["cancelled"], label="test")
curve_control = KaplanMeierFitter().fit(control["days"], control["cancelled"], label="control")

# %%
ax = curve_test.plot_survival_function()
curve_control.plot_survival_function(ax=ax)
