import pandas as pd
import seaborn as sns

plans = pd.read_csv("plan_retention_change.csv")
ax = sns.barplot(data=plans, x="plan", y="change_in_points")
ax.set(ylabel="change against last year, points", ylim=(-8, 8))
ax.axhline(0, color="black")
ax.figure.savefig("retention_change.png")
