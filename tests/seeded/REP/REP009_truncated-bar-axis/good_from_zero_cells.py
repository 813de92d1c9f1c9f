# %%
import pandas as pd

scores = pd.read_parquet("patient_satisfaction.parquet")

# %%
ax = scores.groupby("clinic")["score"].mean().plot(kind="bar")
ax.set_ylim(bottom=0, top=5)
ax.set_title("Satisfaction by clinic")

# %%
ax = scores.groupby("month")["score"].mean().plot.bar()
ax.set_ylim(top=5)
