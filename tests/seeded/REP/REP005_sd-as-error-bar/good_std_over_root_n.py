import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

rides = pd.read_csv("scooter_rides.csv")
stats = rides.groupby("city")["minutes"].agg(["mean", "std", "count"])
half = 1.96 * stats["std"] / np.sqrt(stats["count"])

fig, ax = plt.subplots()
ax.bar(stats.index, stats["mean"], yerr=half, capsize=4)
ax.set_title("Mean ride by city with 95% confidence intervals")
fig.savefig("rides_by_city.png")
