import pandas as pd
import seaborn as sns

plays = pd.read_parquet("plays_by_user.parquet")
print(plays.groupby("device")["minutes"].std())
ax = sns.barplot(data=plays, x="device", y="minutes", errorbar=("ci", 95))
ax.set_title("Minutes by device (bars: 95% CI)")
ax.figure.savefig("minutes_by_device.png")
