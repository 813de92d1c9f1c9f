import pandas as pd
import seaborn as sns

plans = pd.read_csv("plan_retention.csv")
ax = sns.barplot(data=plans, x="plan", y="retention_d30", hue="year")
ax.set(ylabel="30-day retention", ylim=(0.55, 0.75))  # expect: REP009
ax.figure.savefig("retention.png")
