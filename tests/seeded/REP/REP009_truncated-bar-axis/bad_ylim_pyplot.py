import matplotlib.pyplot as plt
import pandas as pd

uptime = pd.read_csv("cdn_uptime.csv").groupby("region")["uptime_pct"].mean()
plt.bar(uptime.index, uptime)
plt.ylim(99.0, 100.0)  # expect: REP009
plt.ylabel("uptime, %")
plt.savefig("uptime.png")
