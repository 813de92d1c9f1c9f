import pandas as pd
import seaborn as sns

plays = pd.read_parquet("plays_by_user.parquet")
ax = sns.barplot(data=plays, x="device", y="minutes", errorbar="sd")  # expect: REP005
ax.set_title("Minutes by device (bars: 95% CI)")  # also: REP005
ax.figure.savefig("minutes_by_device.png")
