# %%
import pandas as pd

scores = pd.read_parquet("patient_satisfaction.parquet")

# %%
ax = scores.groupby("clinic")["score"].mean().plot(kind="bar")
ax.set_ylim(bottom=3.8)  # expect: REP009
ax.set_title("Clinic C leads on satisfaction")
