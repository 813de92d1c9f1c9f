import matplotlib.pyplot as plt
import pandas as pd

uptime = pd.read_csv("cdn_uptime.csv").groupby("month")["uptime_pct"].mean()
plt.plot(uptime.index, uptime, marker="o")
plt.ylim(99.0, 100.0)
plt.ylabel("uptime, %")
plt.savefig("uptime.png")
